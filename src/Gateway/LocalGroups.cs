using MGen.Replication;
using MGen.Wire;

namespace MGen.Gateway;

/// <summary>
/// Groups of this process. The thread that passes a link's entries on also applies them, without a request.
/// </summary>
public sealed class LocalGroups(LocalPartitions partitions) : IGroups
{
    /// <inheritdoc/>
    public IGroupRouter Open(Guid gateway, GatewayPorts ports)
    {
        ArgumentNullException.ThrowIfNull(ports);
        return new Router(partitions, gateway, ports.Find);
    }

    /// <inheritdoc/>
    public void Close(Guid gateway)
    {
        // Groups know a gateway only by its connections, and each of those has left.
    }

    private sealed class Router(LocalPartitions partitions, Guid gateway, Func<long, IMemberPort?> find) : IGroupRouter
    {
        public bool IsRemote => false;

        public IGroupTarget GetTarget(Identifier group) =>
            // A new object per call: the caller keeps one link per group, so no target is looked up here.
            new LocalTarget(group, partitions.GetGroup(group), gateway, find);
    }
}

/// <summary>One group of this process.</summary>
internal sealed class LocalTarget(Identifier name, LocalGroup group, Guid gateway, Func<long, IMemberPort?> find)
    : IGroupTarget
{
    public string Name => name.Text;

    public bool WantsProbe => false;

    public bool TryApply(ReadOnlySpan<GroupEntry> entries)
    {
        group.Apply(gateway, entries, find);
        return true;
    }

    public ValueTask SubmitAsync(GroupEntry[] entries) =>
        throw new NotSupportedException("entries for a group of this process are applied, not submitted");
}
