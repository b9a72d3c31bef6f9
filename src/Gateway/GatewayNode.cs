using System.Net;
using MGen.Gateway.Front;
using MGen.Gateway.Remote;
using MGen.Membership;
using MGen.Membership.CommandLine;
using MGen.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace MGen.Gateway;

/// <summary>A gateway of a cluster: serves clients and hosts no groups. Programs and tests run it.</summary>
public sealed class GatewayNode : INode, INodeHealth
{
    private readonly NodeHost _host;
    private readonly NodeContext _context;
    private readonly TlsFront _front;
    private readonly MemberOptions _options;
    private volatile ClusterView? _cluster;
    private volatile bool _hasStarted;

    private GatewayNode(MemberOptions options, FrontOptions front, NodeContext context)
    {
        _options = options;
        _context = context;
        TlsEngine engine = TlsEngine.Start(front.Engine);
        _host = NodeHost.Build(
            options,
            NodeName.Gateway(context.NameSuffix),
            context,
            this,
            silo =>
            {
                silo.Services.AddSingleton<GatewayMetrics>();
                silo.HostGateways(engine);
            }
        );
        // A third each for the queued frames, for the silos' acknowledgements, and for leaving the cluster.
        TimeSpan third = options.DrainTimeout / 3;
        if (front.Gateway.StopTimeout > third)
            front = front with { Gateway = front.Gateway with { StopTimeout = third } };
        _front = new TlsFront(front, engine, _host.Services.GetRequiredService<IGroups>(), _host.Services);
    }

    /// <summary>The address at which clients connect.</summary>
    public IPEndPoint LocalEndPoint => _front.LocalEndPoint;

    /// <summary>The name of the TLS engine.</summary>
    public string EngineName => _front.EngineName;

    /// <summary>The metrics.</summary>
    public GatewayMetrics Metrics => _host.Services.GetRequiredService<GatewayMetrics>();

    /// <summary>Completes when the process must end immediately, with the reason.</summary>
    public Task<string> Fatal => _host.Fatal;

    /// <inheritdoc/>
    string? INodeHealth.NotReady =>
        _cluster is { } cluster
            ? _host.MembershipFault ?? (cluster.Current.Silos.IsEmpty ? "no silo in the cluster" : null)
            : "not open";

    /// <inheritdoc/>
    bool INodeHealth.HasStarted => _hasStarted;

    /// <summary>
    /// Starts a gateway. Clients can connect when the task completes; without a silo their joins wait.
    /// </summary>
    /// <param name="options">How the gateway takes part in the cluster.</param>
    /// <param name="front">The TLS front.</param>
    /// <param name="context">What the program provides.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The address cannot be used.</exception>
    public static Task<GatewayNode> StartAsync(
        MemberOptions options,
        FrontOptions front,
        NodeContext context,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        return NodeHost.StartAsync(
            new GatewayNode(options, front, context),
            async node =>
            {
                await node._host.StartAsync(cancellationToken);
                await node._front.StartAsync(cancellationToken);
                // After the front has opened: until then the process is not ready.
                node._cluster = node._host.Services.GetRequiredService<ClusterView>();
                node._hasStarted = true;
            }
        );
    }

    /// <summary>
    /// Orderly stop: accepts no more clients, ends the open connections, and leaves the cluster when the groups have
    /// everything.
    /// </summary>
    /// <returns>
    /// Whether the gateway left the cluster. If not, the table of members did not respond, and the other members will
    /// detect a failure.
    /// </returns>
    public async Task<bool> StopAsync()
    {
        // First: while this gateway drains, its health page must tell load balancers to send no more clients.
        _cluster = null;
        long started = _context.Clock.GetTimestamp();
        await _front.StopAsync();
        return await _host.StopAsync(_options.DrainTimeout - _context.Clock.GetElapsedTime(started), _context.Clock);
    }

    /// <summary>Ends without leaving the cluster, unless <see cref="StopAsync"/> was called.</summary>
    public async ValueTask DisposeAsync()
    {
        _cluster = null;
        await _front.DisposeAsync();
        await _host.DisposeAsync();
    }
}
