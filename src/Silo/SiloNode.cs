using MGen.Grains;
using MGen.Grains.Partitions;
using MGen.Membership;
using MGen.Membership.CommandLine;
using MGen.Replication;
using Microsoft.Extensions.DependencyInjection;

namespace MGen.Silo;

/// <summary>A silo of a cluster: hosts partitions of the groups. Programs and tests run it.</summary>
public sealed class SiloNode : INode, INodeHealth
{
    private readonly MemberOptions _options;
    private readonly NodeContext _context;
    private readonly NodeHost _host;
    private volatile PartitionHost? _partitions;
    private volatile bool _hasStarted;

    private SiloNode(MemberOptions options, GroupLimits limits, NodeContext context)
    {
        _options = options;
        _context = context;
        _host = NodeHost.Build(
            options,
            NodeName.Silo(context.NameSuffix),
            context,
            this,
            silo =>
            {
                silo.Services.AddSingleton<IPartitionEvents, SiloEvents>();
                silo.HostPartitions(limits);
            }
        );
    }

    /// <summary>The metrics.</summary>
    public PartitionMetrics Metrics => _host.Services.GetRequiredService<PartitionMetrics>();

    /// <summary>Completes when the process must end immediately, with the reason.</summary>
    public Task<string> Fatal => _host.Fatal;

    /// <inheritdoc/>
    string? INodeHealth.NotReady =>
        _partitions is { } partitions ? _host.MembershipFault ?? partitions.NotReady : "not a member";

    /// <inheritdoc/>
    bool INodeHealth.HasStarted => _hasStarted;

    /// <summary>Starts a silo. It is a member of the cluster when the task completes.</summary>
    /// <param name="options">How it takes part in the cluster.</param>
    /// <param name="limits">The limits of groups.</param>
    /// <param name="context">What the program provides.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    public static Task<SiloNode> StartAsync(
        MemberOptions options,
        GroupLimits limits,
        NodeContext context,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        return NodeHost.StartAsync(
            new SiloNode(options, limits, context),
            async node =>
            {
                await node._host.StartAsync(cancellationToken);
                node._partitions = node._host.Services.GetRequiredService<PartitionHost>();
                node._hasStarted = true;
            }
        );
    }

    /// <summary>
    /// Orderly stop: waits until no partition needs this silo, at most for the drain timeout, and leaves the cluster.
    /// </summary>
    /// <returns>
    /// Whether the silo left the cluster. If not, the table of members did not respond, and the other members will
    /// detect a failure.
    /// </returns>
    public async Task<bool> StopAsync()
    {
        PartitionHost partitions = _partitions!;
        // First: the health page must report that this silo takes no more traffic.
        _partitions = null;
        long started = _context.Clock.GetTimestamp();
        // Before the host stops, because a silo that left the cluster at once would be replaced like a failed one.
        await partitions.LeaveAsync(_options.DrainTimeout - NodeHost.ShortestStop);
        return await _host.StopAsync(_options.DrainTimeout - _context.Clock.GetElapsedTime(started), _context.Clock);
    }

    /// <summary>Ends without leaving the cluster, unless <see cref="StopAsync"/> was called.</summary>
    public ValueTask DisposeAsync()
    {
        _partitions = null;
        return _host.DisposeAsync();
    }
}
