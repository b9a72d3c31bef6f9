using MGen.Wire;

namespace MGen.Contract;

/// <summary>What has groups and lets members connect: the rules alone, a silo, a server, a cluster.</summary>
public abstract class GroupWorld : IAsyncDisposable
{
    /// <summary>More frames than fit between a group and a member who does not read.</summary>
    public abstract int FloodFrames { get; }

    /// <summary>The number of members of the largest group in the tests.</summary>
    public abstract int ManyMembers { get; }

    /// <summary>Connects a member. When this returns the group knows it, or has refused it.</summary>
    /// <param name="user">Who.</param>
    /// <param name="group">Where.</param>
    /// <param name="offer">The session to resume; <c>null</c> for a plain client.</param>
    public abstract Task<GroupMember> ConnectAsync(string user, string group, ResumeOffer? offer);

    /// <summary>Waits until this many frames were reported as dropped.</summary>
    /// <returns>All of them, as <c>recipient,group,reason</c>.</returns>
    public abstract Task<IReadOnlyList<string>> ReadLossesAsync(int count);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>Connects a new member of a kind.</summary>
    public Task<GroupMember> ConnectAsync(string user, string group, ClientKind kind) =>
        ConnectAsync(user, group, kind == ClientKind.Resuming ? new ResumeOffer(Guid.NewGuid(), 0) : null);

    /// <summary>Connects the member once more while it is connected, at the same gateway.</summary>
    public virtual Task<GroupMember> ConnectBesideAsync(GroupMember member) => ReconnectAsync(member);

    /// <summary>Connects the member again; it continues where it was.</summary>
    public async Task<GroupMember> ReconnectAsync(GroupMember member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return await ConnectAsync(member.User, member.Group, member.Offer);
    }
}
