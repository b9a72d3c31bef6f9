using MGen.Wire;

namespace MGen.Gateway;

/// <summary>
/// The groups that this process's gateways serve: groups of this process (<see cref="LocalGroups"/>), or a cluster's.
/// </summary>
public interface IGroups
{
    /// <summary>Adds a gateway, so that groups can reach its connections.</summary>
    /// <param name="gateway">Identifies the gateway among all gateways.</param>
    /// <param name="ports">Gives access to the gateway's connections.</param>
    IGroupRouter Open(Guid gateway, GatewayPorts ports);

    /// <summary>Removes a gateway that has ended.</summary>
    void Close(Guid gateway);
}

/// <summary>Access of the groups to a gateway's connections. Any thread.</summary>
/// <param name="Find">Finds a connection by its number; <c>null</c> if it has ended.</param>
/// <param name="End">
/// Ends the connections of the groups for which the predicate is true, because their state is lost.
/// </param>
public sealed record GatewayPorts(Func<long, IMemberPort?> Find, Action<Func<Identifier, bool>> End);

/// <summary>Finds where a gateway sends the entries for a group.</summary>
public interface IGroupRouter
{
    /// <summary>
    /// Whether groups are in other processes. Then connections report how many frames they have written to their
    /// sockets.
    /// </summary>
    bool IsRemote { get; }

    /// <summary>Returns the target for a group; the same object for groups that share a target.</summary>
    IGroupTarget GetTarget(Identifier group);
}

/// <summary>A receiver of entries: one group, or a partition with many groups.</summary>
public interface IGroupTarget
{
    /// <summary>The target's name in diagnostics.</summary>
    string Name { get; }

    /// <summary>Whether the link should submit an empty batch although no entries wait. Asked every second.</summary>
    bool WantsProbe { get; }

    /// <summary>
    /// Applies entries, in order, without a request, if the group is in this process. Called by one thread at a time.
    /// </summary>
    /// <returns>False if the group is in another process; then nothing was applied.</returns>
    bool TryApply(ReadOnlySpan<GroupEntry> entries);

    /// <summary>
    /// Submits entries, in order. They are accepted when the task completes. After a failure the caller submits the
    /// same array again: the target recognises a retransmission by the array's identity.
    /// </summary>
    ValueTask SubmitAsync(GroupEntry[] entries);
}
