using System.Runtime.ExceptionServices;
using MGen.EventLog;
using MGen.Membership.Health;
using MGen.Membership.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Dashboard;

namespace MGen.Membership;

/// <summary>A process of a cluster, whatever it hosts: a member with its diagnostics, and health where somebody asks.</summary>
internal sealed class NodeHost : IAsyncDisposable
{
    /// <summary>What is left of the time to stop is at least this: a member that says that it leaves is not suspected.</summary>
    private static readonly TimeSpan ShortestStop = TimeSpan.FromSeconds(1);

    private readonly IHost _host;
    private readonly MembershipGuard _guard;
    private bool _isAbandoned;

    private NodeHost(IHost host)
    {
        _host = host;
        _guard = host.Services.GetRequiredService<MembershipGuard>();
    }

    public IServiceProvider Services => _host.Services;

    /// <summary>Completes when the process must end at once, with the reason.</summary>
    public Task<string> Fatal => ((FatalErrors)_host.Services.GetRequiredService<IFatalErrorHandler>()).First;

    /// <summary>What is wrong with this process's entry in the table of members; <c>null</c> if nothing is.</summary>
    public string? MembershipFault => _guard.Fault;

    /// <summary>Prepares a process.</summary>
    /// <param name="options">How it takes part.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="context">What it gets from outside.</param>
    /// <param name="health">What it says of itself.</param>
    /// <param name="configure">What it hosts.</param>
    public static NodeHost Build(MemberOptions options, string name, NodeContext context, INodeHealth health, Action<ISiloBuilder> configure)
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
        // The endpoint answers while the silo still joins.
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
        return new NodeHost(BuildHost(builder, options, health));
    }

    /// <summary>Starts what runs on a host; if that fails, nothing of it is left.</summary>
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
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _host.StartAsync(cancellationToken);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]); // endpoint and silo start side by side, and both failed
        }
    }

    /// <summary>Leaves the cluster: grains end here and begin elsewhere.</summary>
    /// <param name="limit">Longest time.</param>
    /// <param name="clock">The clock.</param>
    /// <returns>
    /// Whether that succeeded in time. Orleans finishes its calls to the table of members whatever a token says; where the table does not answer, the host is
    /// left as it is, the process ends, and the others detect a failure.
    /// </returns>
    public async Task<bool> StopAsync(TimeSpan limit, TimeProvider clock)
    {
        limit = limit < ShortestStop ? ShortestStop : limit;
        using CancellationTokenSource stopNow = new(limit, clock);
        Task stopping = Task.Run(() => _host.StopAsync(stopNow.Token), CancellationToken.None);
        await Task.WhenAny(stopping, Task.Delay(limit, clock));
        _isAbandoned = !stopping.IsCompleted || (stopNow.IsCancellationRequested && !stopping.IsCompletedSuccessfully);
        if (!_isAbandoned)
            await stopping;
        return !_isAbandoned;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isAbandoned)
            return;
        if (_host.Services.GetService<IServer>() is { } endpoint)
            await endpoint.StopAsync(new CancellationToken(canceled: true)); // a request would meet services that are gone
        if (_host is IAsyncDisposable host)
            await host.DisposeAsync();
        else
            _host.Dispose();
    }

    private static void Configure(IHostApplicationBuilder builder, NodeContext context)
    {
        builder.Logging.AddProvider(context.Diagnostics).SetMinimumLevel(context.Level);
        // Orleans warns of the collector that we chose, and of busy machines as if it were its own fault.
        builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error).AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
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
