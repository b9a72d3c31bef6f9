using MGen.Messenger.Measurement;
using MGen.Wire;

namespace MGen.Tor.Tests.Runs;

/// <summary>Accounts for every message between pairs of users: made once, handled once by the other, acknowledged once. Any thread.</summary>
internal sealed class Tally : IConversationObserver
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Sender, string Group, uint Id), (int Handled, int Acknowledged)> _messages = [];
    private readonly List<(Func<bool> IsReached, TaskCompletionSource Reached)> _waiters = [];
    private readonly List<string> _oddities = [];

    /// <summary>What must not happen: a message that nobody made, or one that came to its own sender.</summary>
    public IReadOnlyList<string> Oddities
    {
        get
        {
            lock (_gate)
                return [.. _oddities];
        }
    }

    /// <summary>Waits until each conversation of a user has made so many messages.</summary>
    public Task EachMadeAsync(int conversations, int messages) => WaitAsync(() =>
        _messages.Keys.GroupBy(message => (message.Sender, message.Group)).Count(group => group.Count() >= messages) >= conversations);

    /// <summary>Waits until every message was handled and acknowledged.</summary>
    public Task SettledAsync() => WaitAsync(() => _messages.Values.All(fate => fate is { Handled: >= 1, Acknowledged: >= 1 }));

    /// <summary>The messages made, and those that were not handled and acknowledged exactly once.</summary>
    public (int Made, IReadOnlyList<string> Wrong) Read()
    {
        lock (_gate)
            return (_messages.Count, [.. _messages.Where(message => message.Value != (1, 1)).Select(message => $"{message.Key}: {message.Value}")]);
    }

    public void OnSent(Identifier user, Identifier group, uint id, uint size) => Change(() =>
    {
        if (!_messages.TryAdd((user.Text, group.Text, id), default))
            _oddities.Add($"{user} made {id} twice");
    });

    public void OnReceived(Identifier user, Identifier group, Identifier sender, uint id, uint size) =>
        Count(user, group, sender, id, fate => fate with { Handled = fate.Handled + 1 });

    public void OnReceipt(Identifier user, Identifier group, Identifier sender, uint id) =>
        Count(sender, group, user, id, fate => fate with { Acknowledged = fate.Acknowledged + 1 });

    private void Count(Identifier other, Identifier group, Identifier sender, uint id, Func<(int Handled, int Acknowledged), (int, int)> change) => Change(() =>
    {
        (string, string, uint) message = (sender.Text, group.Text, id);
        if (_messages.TryGetValue(message, out (int, int) fate) && other != sender)
            _messages[message] = change(fate);
        else
            _oddities.Add($"{other} and {sender}'s {id} in {group}");
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
