using System.Runtime.ExceptionServices;
using MGen.EventLog;
using MGen.Membership.Tables;
using MGen.Replication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Dashboard;

namespace MGen.Membership;

/// <summary>
/// The host of a process of a cluster: a member with its diagnostics and, if configured, its health endpoint. What the
/// member hosts is configured by the caller.
/// </summary>
internal sealed class NodeHost : IAsyncDisposable
{
    /// <summary>
    /// Shortest time for leaving, even if the drain has used up its limit. The other members do not suspect a member
    /// that has announced its leave.
    /// </summary>
    public static readonly TimeSpan ShortestStop = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for the table of members before the host starts.</summary>
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(1);

    private readonly IHost _host;
    private readonly MembershipGuard _guard;
    private bool _isAbandoned;

    private NodeHost(IHost host)
    {
        _host = host;
        _guard = host.Services.GetRequiredService<MembershipGuard>();
    }

    public IServiceProvider Services => _host.Services;

    /// <summary>Completes, with the reason, when the process must end immediately.</summary>
    public Task<string> Fatal => ((FatalErrors)_host.Services.GetRequiredService<IFatalErrorHandler>()).First;

    /// <summary>
    /// Describes a problem with this process's entry in the table of members; <c>null</c> if there is none.
    /// </summary>
    public string? MembershipFault => _guard.Fault;

    /// <summary>Builds the host; nothing starts yet.</summary>
    /// <param name="options">How the process takes part in the cluster.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="context">What the program provides.</param>
    /// <param name="health">What the health endpoint reports.</param>
    /// <param name="configure">Registers what the member hosts.</param>
    public static NodeHost Build(
        MemberOptions options,
        string name,
        NodeContext context,
        INodeHealth health,
        Action<ISiloBuilder> configure
    )
    {
        IHostApplicationBuilder builder = options.Health is { } address
            ? HealthEndpoint.CreateBuilder(address)
            : Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        Configure(builder, context);
        builder.UseOrleans(silo =>
        {
            silo.JoinCluster(options, name, context.Clock);
            configure(silo);
            if (options.Dashboard)
                silo.AddDashboard();
        });
        builder.Services.AddSingleton<IFatalErrorHandler, FatalErrors>();
        // Start the health endpoint concurrently with the silo, so that it responds while the silo joins.
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
        return new NodeHost(BuildHost(builder, options, health));
    }

    /// <summary>Starts a node, and disposes it if that fails.</summary>
    public static async Task<TNode> StartAsync<TNode>(TNode node, Func<TNode, Task> start)
        where TNode : IAsyncDisposable
    {
        try
        {
            await start(node);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Joins the cluster.</summary>
    /// <exception cref="IOException">
    /// The members of the cluster have another number of partitions, or another version of their messages.
    /// </exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Checked here, too, and not only at the insertion: Orleans keeps retrying a refused insertion.
        AgreedMembershipTable table = _host.Services.GetRequiredService<AgreedMembershipTable>();
        Task checking = table.RequireAsync(_host.Services.GetRequiredService<PartitionCount>(), cancellationToken);
        // A table that does not respond must not delay the health endpoint; the insertion of the entry checks again.
        TimeProvider clock = _host.Services.GetRequiredService<TimeProvider>();
        if (await Task.WhenAny(checking, Task.Delay(CheckTimeout, clock, cancellationToken)) == checking)
            await checking;
        try
        {
            Task starting = _host.StartAsync(cancellationToken);
            // Without this race the start would continue until Orleans gives up joining.
            if (await Task.WhenAny(starting, table.Refused) == table.Refused)
            {
                _isAbandoned = true; // Orleans keeps retrying
                throw new IOException(await table.Refused);
            }
            await starting;
        }
        catch (AggregateException several)
        {
            // Endpoint and silo start concurrently, and both failed.
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }

    /// <summary>Leaves the cluster; its grains are activated elsewhere.</summary>
    /// <param name="limit">Longest time; at least 1 s is used.</param>
    /// <param name="clock">The clock.</param>
    /// <returns>
    /// Whether that succeeded in time. Orleans waits for its requests to the table of members regardless of
    /// cancellation. If the table does not respond, the host is not disposed: the process ends, and the others detect
    /// its failure.
    /// </returns>
    public async Task<bool> StopAsync(TimeSpan limit, TimeProvider clock)
    {
        limit = limit < ShortestStop ? ShortestStop : limit;
        using CancellationTokenSource stopNow = new(limit, clock);
        // On the pool, because the synchronous part of the host's stop must not delay the limit.
        Task stopping = Task.Run(() => _host.StopAsync(stopNow.Token), CancellationToken.None);
        await Task.WhenAny(stopping, Task.Delay(limit, clock));
        _isAbandoned = !stopping.IsCompleted || (stopNow.IsCancellationRequested && !stopping.IsCompletedSuccessfully);
        // Rethrows what the stop threw. What an abandoned stop throws does not matter: the process ends.
        if (!_isAbandoned)
            await stopping;
        return !_isAbandoned;
    }

    public async ValueTask DisposeAsync()
    {
        // Disposing would wait for the same requests as the stop. The process ends now, and the kernel frees the rest.
        if (_isAbandoned)
            return;
        if (_host.Services.GetService<IServer>() is { } endpoint)
        {
            // Otherwise a request could reach services that are disposed already.
            await endpoint.StopAsync(new CancellationToken(canceled: true));
        }
        if (_host is IAsyncDisposable host)
            await host.DisposeAsync();
        else
            _host.Dispose();
    }

    private static void Configure(IHostApplicationBuilder builder, NodeContext context)
    {
        builder.Logging.AddProvider(context.Diagnostics).SetMinimumLevel(context.Level);
        // Orleans warns of the garbage collector that these programs choose, and of pauses on a busy machine.
        builder
            .Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error)
            .AddFilter("Orleans.Runtime.Scheduler.WorkItemGroup", LogLevel.Error)
            .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Error);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton(context.Clock);
        builder.Services.AddSingleton(new ServerLog(context.Log));
    }

    private static IHost BuildHost(IHostApplicationBuilder builder, MemberOptions options, INodeHealth health)
    {
        if (builder is HostApplicationBuilder plain)
            return plain.Build();
        WebApplication application = ((WebApplicationBuilder)builder).Build();
        HealthEndpoint.Map(application, health, options.Dashboard);
        return application;
    }
}
