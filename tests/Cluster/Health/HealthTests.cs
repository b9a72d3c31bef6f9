using System.Net;
using System.Net.Sockets;
using MGen.EventLog;
using MGen.Gateway;
using MGen.Gateway.Front;
using MGen.Membership;
using MGen.Silo;
using MGen.Telemetry;
using MGen.Tests.Programs;
using MGen.Wire;

namespace MGen.Cluster.Tests.Health;

/// <summary>The health of silos and gateways while the cluster changes.</summary>
public sealed class HealthTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mgen-health-");
    private readonly EventLogWriter _log = new(Stream.Null, TimeProvider.System);
    private readonly TextLoggerProvider _diagnostics = new(TextWriter.Null);
    private readonly HttpClient _http = new();

    [Fact]
    public async Task Gateway_SilosJoinAndLeave_IsReadyWhileThereIsOne()
    {
        HostPort address = FreeAddress();
        await using GatewayNode gateway = await StartGatewayAsync(address);
        Assert.Equal((HttpStatusCode.OK, "live\n"), await AskAsync(address, "live"));
        Assert.Equal((HttpStatusCode.OK, "started\n"), await AskAsync(address, "startup"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "no silo in the cluster\n"), await AskAsync(address, "ready"));

        await using SiloNode silo = await StartSiloAsync(FreeAddress());
        await UntilAsync(address, (HttpStatusCode.OK, "ready\n"));
        await silo.StopAsync();

        await UntilAsync(address, (HttpStatusCode.ServiceUnavailable, "no silo in the cluster\n"));
        Assert.Equal((HttpStatusCode.OK, "live\n"), await AskAsync(address, "live"));
        await gateway.StopAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(address, "live"));
    }

    [Fact]
    public async Task Silo_AloneOrWithAnother_IsReadyWhenItsPartitionsHaveAllPossibleReplicas()
    {
        HostPort first = FreeAddress(),
            second = FreeAddress();
        await using SiloNode alone = await StartSiloAsync(first);
        await UntilAsync(first, (HttpStatusCode.OK, "ready\n"));

        await using SiloNode other = await StartSiloAsync(second);
        await UntilAsync(second, (HttpStatusCode.OK, "ready\n"));
        await UntilAsync(first, (HttpStatusCode.OK, "ready\n"));
        await alone.StopAsync();

        await UntilAsync(second, (HttpStatusCode.OK, "ready\n"));
        await other.StopAsync();
    }

    /// <summary>It waits for a database that accepts connections and never responds.</summary>
    [Fact]
    public async Task Silo_StillStarting_IsLiveButNeitherStartedNorReady()
    {
        using TcpListener database = new(IPAddress.Loopback, 0);
        database.Start();
        HostPort address = FreeAddress();
        using CancellationTokenSource stop = new();
        MemberOptions options = Options(address) with
        {
            PostgreSql = $"Host=127.0.0.1;Port={((IPEndPoint)database.LocalEndpoint).Port};Username=mgen;Timeout=60",
        };
        Task<SiloNode> starting = SiloNode.StartAsync(options, new GroupLimits(), Context(), stop.Token);

        await UntilLiveAsync(address);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "starting\n"), await AskAsync(address, "startup"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not a member\n"), await AskAsync(address, "ready"));
        Assert.False(starting.IsCompleted);

        await stop.CancelAsync();
        database.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => starting);
    }

    [Fact]
    public async Task AnythingElse_IsNotFound()
    {
        HostPort address = FreeAddress();
        await using SiloNode silo = await StartSiloAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(address, "")).Code);
        await silo.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _diagnostics.Dispose();
        await _log.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private Task<GatewayNode> StartGatewayAsync(HostPort health) =>
        GatewayNode.StartAsync(
            Options(health),
            new FrontOptions { Gateway = new GatewaySettings { Listen = new HostPort("127.0.0.1", 0) } },
            Context(),
            TestContext.Current.CancellationToken
        );

    private Task<SiloNode> StartSiloAsync(HostPort health) =>
        SiloNode.StartAsync(Options(health), new GroupLimits(), Context(), TestContext.Current.CancellationToken);

    private MemberOptions Options(HostPort health) => new() { LocalFolder = _folder.FullName, Health = health };

    private NodeContext Context() => new(_log, TimeProvider.System, _diagnostics, Guid.NewGuid().ToString("N"));

    private async Task<(HttpStatusCode Code, string Text)> AskAsync(HostPort address, string what)
    {
        using HttpResponseMessage answer = await _http.GetAsync(
            new Uri($"http://{address}/health/{what}"),
            TestContext.Current.CancellationToken
        );
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task UntilAsync(HostPort address, (HttpStatusCode, string) expected)
    {
        using CancellationTokenSource limit = new(Patience);
        while (await AskAsync(address, "ready") != expected)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
    }

    private async Task UntilLiveAsync(HostPort address)
    {
        using CancellationTokenSource limit = new(Patience);
        while (true)
        {
            try
            {
                Assert.Equal((HttpStatusCode.OK, "live\n"), await AskAsync(address, "live"));
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
            }
        }
    }

    private static HostPort FreeAddress() => new("127.0.0.1", FreePorts.Find(1)[0]);
}
