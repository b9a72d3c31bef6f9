using MGen.Wire;

namespace MGen.Gateway;

/// <summary>How a gateway reaches groups: grains of its own process, or partitions of a cluster.</summary>
public interface IGroupRouter
{
    /// <summary>Whether groups are in other processes: connections then tell how much they have given to their sockets.</summary>
    bool IsRemote { get; }

    /// <summary>The inbox of a group; groups that share one get the same object.</summary>
    IGroupInbox GetInbox(Identifier group);
}
