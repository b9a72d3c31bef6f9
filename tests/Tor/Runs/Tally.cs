using MGen.Messenger.Measurement;
using MGen.Wire;

namespace MGen.Tor.Tests.Runs;

/// <summary>
/// Accounts for every message and each other member of its group: handled once, acknowledged once. Thread-safe.
/// </summary>
/// <param name="members">The groups' members.</param>
internal sealed class Tally(IReadOnlyDictionary<string, string[]> members) : IConversationObserver
{
    private readonly Lock _gate = new();
    private readonly Dictionary<
        (string Sender, string Group, uint Id, string Other),
        (int Handled, int Acknowledged)
    > _owed = [];
    private readonly List<string> _oddities = [];
    private readonly List<(Func<bool> IsReached, TaskCompletionSource Reached)> _waiters = [];

    /// <summary>How many messages were made.</summary>
    public int Made
    {
        get
        {
            lock (_gate)
                return _owed.Keys.Select(owed => (owed.Sender, owed.Group, owed.Id)).Distinct().Count();
        }
    }

    /// <summary>How often a message was to be handled, and acknowledged.</summary>
    public int Owed
    {
        get
        {
            lock (_gate)
                return _owed.Count;
        }
    }

    /// <summary>Waits until this many conversations have sent this many messages each.</summary>
    public Task EachMadeAsync(int conversations, uint messages) =>
        WaitAsync(() =>
            _owed
                .Keys.Where(owed => owed.Id + 1 >= messages)
                .Select(owed => (owed.Sender, owed.Group))
                .Distinct()
                .Count() >= conversations
        );

    /// <summary>Waits until every message was handled and acknowledged by every other member.</summary>
    public Task SettledAsync() =>
        WaitAsync(() => _owed.Values.All(fate => fate is { Handled: >= 1, Acknowledged: >= 1 }));

    /// <summary>What did not happen exactly once, and what should not have happened at all.</summary>
    public IReadOnlyList<string> Wrong()
    {
        lock (_gate)
            return
            [
                .. _oddities,
                .. _owed.Where(owed => owed.Value != (1, 1)).Select(owed => $"{owed.Key}: {owed.Value}"),
            ];
    }

    public void OnSent(Identifier user, Identifier group, uint id, uint size) =>
        Change(() =>
        {
            foreach (string other in members[group.Text].Where(member => member != user.Text))
            {
                if (!_owed.TryAdd((user.Text, group.Text, id, other), default))
                    _oddities.Add($"{user} made {id} in {group} twice");
            }
        });

    public void OnReceived(Identifier user, Identifier group, Identifier sender, uint id, uint size) =>
        Count((sender.Text, group.Text, id, user.Text), fate => fate with { Handled = fate.Handled + 1 });

    public void OnReceipt(Identifier user, Identifier group, Identifier sender, uint id) =>
        Count((user.Text, group.Text, id, sender.Text), fate => fate with { Acknowledged = fate.Acknowledged + 1 });

    private void Count((string, string, uint, string) owed, Func<(int Handled, int Acknowledged), (int, int)> change) =>
        Change(() =>
        {
            if (_owed.TryGetValue(owed, out (int, int) fate))
                _owed[owed] = change(fate);
            else
                _oddities.Add($"{owed} was not expected");
        });

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            foreach ((_, TaskCompletionSource reached) in _waiters.Where(waiter => waiter.IsReached()))
                reached.TrySetResult();
            _waiters.RemoveAll(waiter => waiter.Reached.Task.IsCompleted);
        }
    }

    private Task WaitAsync(Func<bool> isReached)
    {
        lock (_gate)
        {
            if (isReached())
                return Task.CompletedTask;
            TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((isReached, reached));
            return reached.Task;
        }
    }
}
