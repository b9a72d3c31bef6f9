using System.Collections.Concurrent;
using MGen.Wire;

namespace MGen.Contract;

/// <summary>A world below the gateway: members are ports, and what they do is entries.</summary>
/// <param name="mayRegister">Whether users who are not known become members.</param>
public abstract class EntryWorld(bool mayRegister) : GroupWorld, IGroupEvents
{
    private readonly ConcurrentDictionary<long, EntryMember> _ports = new();
    private readonly ConcurrentQueue<EntryMember> _replaced = new();
    private readonly List<string> _losses = [];
    private long _lastNumber;

    /// <inheritdoc/>
    public override int FloodFrames => 2_000;

    /// <inheritdoc/>
    public override int ManyMembers => 2_000;

    /// <summary>The gateway to which these members are connected.</summary>
    protected Guid Gateway { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override async Task<GroupMember> ConnectAsync(string user, string group, ResumeOffer? offer)
    {
        JoinRequest request = new(
            Identifier.Create(user),
            offer?.Session ?? Guid.Empty,
            offer?.Received ?? 0,
            mayRegister
        );
        EntryMember member = new(this, Interlocked.Increment(ref _lastNumber), user, group, offer);
        _ports[member.Number] = member;
        await SubmitAsync(member, new GroupEntry(EntryKind.Join, member.Number, Join: request));
        return member;
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<string>> ReadLossesAsync(int count)
    {
        lock (_losses)
            return Task.FromResult<IReadOnlyList<string>>([.. _losses]);
    }

    void IGroupEvents.Dropped(Identifier group, Identifier member, DropReason reason, long count)
    {
        lock (_losses)
            _losses.AddRange(Enumerable.Repeat($"{member},{group},{reason}", (int)count));
    }

    void IGroupEvents.UnknownRecipient(Identifier group, Identifier sender, Frame receipt)
    {
        lock (_losses)
            _losses.Add($"{System.Text.Encoding.UTF8.GetString(receipt.Target)},{group},{DropReason.UnknownRecipient}");
    }

    /// <summary>Finds a member that still has its connection.</summary>
    protected IMemberPort? Find(long number) => _ports.GetValueOrDefault(number);

    /// <summary>Hands one entry to the group.</summary>
    protected abstract Task ApplyAsync(Identifier group, GroupEntry entry, IMemberPort port);

    internal async Task SubmitAsync(EntryMember member, GroupEntry entry)
    {
        await ApplyAsync(Identifier.Create(member.Group), entry, member);
        if (entry.Kind == EntryKind.Leave)
            _ports.TryRemove(member.Number, out _);
        while (_replaced.TryDequeue(out EntryMember? replaced))
            await replaced.CutAsync();
    }

    internal void OnReplaced(EntryMember member) => _replaced.Enqueue(member);
}
