using MGen.Wire;

namespace MGen.Gateway;

/// <summary>The groups that gateways of this process serve: its own (<see cref="LocalGroups"/>), or a cluster's.</summary>
public interface IGroups
{
    /// <summary>Opens a gateway: groups can reach its connections from now on.</summary>
    /// <param name="gateway">Which one; unique among all gateways.</param>
    /// <param name="ports">Its connections.</param>
    IGroupRouter Open(Guid gateway, GatewayPorts ports);

    /// <summary>Forgets a gateway that has ended.</summary>
    void Close(Guid gateway);
}

/// <summary>A gateway's connections, as groups reach them. Any thread.</summary>
/// <param name="Find">Finds a connection by its number; <c>null</c> if it has ended.</param>
/// <param name="End">Ends the connections of the groups for which the predicate is true: their groups have forgotten them.</param>
public sealed record GatewayPorts(Func<long, IMemberPort?> Find, Action<Func<Identifier, bool>> End);

/// <summary>How a gateway reaches groups: in its own process, or in partitions of a cluster.</summary>
public interface IGroupRouter
{
    /// <summary>Whether groups are in other processes: connections then tell how much they have given to their sockets.</summary>
    bool IsRemote { get; }

    /// <summary>The inbox of a group; groups that share one get the same object.</summary>
    IGroupInbox GetInbox(Identifier group);
}

/// <summary>Where a link posts: whatever hosts one group or more.</summary>
public interface IGroupInbox
{
    /// <summary>What it is called in diagnostics.</summary>
    string Name { get; }

    /// <summary>Whether the link should submit an empty batch although nothing waits. Asked now and then.</summary>
    bool WantsProbe { get; }

    /// <summary>Applies entries, in order, at once and without a call, where the group is in this process. From one thread at a time.</summary>
    /// <returns>False, and nothing was applied, where it is not.</returns>
    bool TryApply(ReadOnlySpan<GroupEntry> entries);

    /// <summary>Submits entries, in order. When this returns they are accepted. A failed batch is submitted again as the same array.</summary>
    ValueTask SubmitAsync(GroupEntry[] entries);
}
