using System.Net;
using System.Net.Sockets;
using MGen.Contract;
using MGen.EventLog;
using MGen.Gateway;
using MGen.Telemetry;
using MGen.Wire;
using Microsoft.Extensions.Time.Testing;

namespace MGen.Server.Tests;

/// <summary>With a registration phase nothing is relayed before its end, and everything after it.</summary>
public sealed class RegistrationPhaseTests : IAsyncDisposable
{
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(900);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private ServerFixture? _server;

    public async ValueTask DisposeAsync()
    {
        if (_server is { } server)
            await AssertStopsAsync(server);
    }

    [Fact]
    public async Task Phase_Lasts_NothingIsReadOrRelayed()
    {
        ServerFixture server = await StartAsync();
        await using WireClient alice = await ConnectAsync(server, "alice"),
            bob = await ConnectAsync(server, "bob");

        await alice.SendAsync([Message("alice", 1), Message("alice", 2)]);
        _clock.Advance(Phase - TimeSpan.FromSeconds(1));
        await using WireClient carol = await ConnectAsync(server, "carol");
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(new uint[] { 1, 2 }, await bob.ReadIdsAsync(2));
        Assert.Equal(new uint[] { 1, 2 }, await carol.ReadIdsAsync(2));
        await AssertStopsAsync(server);
        string[] before = [.. server.Log.Lines.TakeWhile(line => line != "registration phase complete")];
        Assert.Equal("register,carol,g", before[^1]);
        Assert.DoesNotContain(before, line => line.StartsWith("received,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Phase_Lasts_AnotherConnectionCanReplaceTheFirst()
    {
        ServerFixture server = await StartAsync();
        await using WireClient old = await ConnectAsync(server, "alice"),
            bob = await ConnectAsync(server, "bob");

        await using WireClient alice = await WireClient.ConnectAsync(server.Address, "alice", "g");
        await server.Log.WaitForAsync("accept,alice,g", 2);
        old.Reset(); // connections are not read before the phase ends, so it is noticed then
        await alice.SendAsync([Message("alice", 5)]);
        _clock.Advance(Phase);

        Assert.Equal(5u, (await bob.ReadAsync())!.Value.Id);
        await AssertStopsAsync(server);
    }

    [Fact]
    public async Task Phase_Lasts_TheServerCanStop()
    {
        ServerFixture server = await StartAsync();
        await using WireClient alice = await ConnectAsync(server, "alice");
        await alice.SendAsync([Message("alice", 5)]);

        await AssertStopsAsync(server);

        Assert.Null(await alice.ReadAsync());
        Assert.Contains("terminated,alice,g", server.Log.Lines);
        Assert.Equal("", server.Warnings);
    }

    [Fact]
    public async Task Phase_IsOver_LateUserIsRejectedAndMembersMayReconnect()
    {
        ServerFixture server = await StartAsync(acceptLate: false);
        await using WireClient alice = await ConnectAsync(server, "alice"),
            bob = await ConnectAsync(server, "bob");
        _clock.Advance(Phase);
        await server.Log.WaitForAsync("registration phase complete");

        await using WireClient mallory = await WireClient.ConnectAsync(server.Address, "mallory", "g");
        Assert.Null(await mallory.ReadAsync());
        await using WireClient bobAgain = await WireClient.ConnectAsync(server.Address, "bob", "g");
        bob.Reset();
        await server.Log.WaitForAsync("terminated,bob,g");
        await alice.SendAsync([Message("alice", 5)]);

        Assert.Equal(5u, (await bobAgain.ReadAsync())!.Value.Id);
        await AssertStopsAsync(server);
        Assert.Contains("refused,mallory,g,LateRegistration", server.Log.Lines);
        Assert.DoesNotContain("register,mallory,g", server.Log.Lines);
    }

    [Fact]
    public async Task Phase_Begins_ThePortListens()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        int port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        PhaseClock clock = new(port);
        await using EventLogWriter log = new(Stream.Null, clock);
        using TextLoggerProvider diagnostics = new(TextWriter.Null);
        GatewaySettings gateway = new() { Listen = new HostPort("127.0.0.1", port), RegistrationPhase = Phase };

        await using MessageServer server = await MessageServer.StartAsync(
            new MessageServerOptions { Gateway = gateway },
            log,
            clock,
            diagnostics,
            TestContext.Current.CancellationToken
        );

        Assert.Equal([true], clock.Listening);
    }

    private static Frame Message(string user, uint id) =>
        Frame.Message(Identifier.Create(user), Identifier.Create("g"), id, 160);

    private static async Task<WireClient> ConnectAsync(ServerFixture server, string user)
    {
        WireClient client = await WireClient.ConnectAsync(server.Address, user, "g");
        await server.Log.WaitForAsync($"register,{user},g");
        return client;
    }

    private async Task<ServerFixture> StartAsync(bool acceptLate = true)
    {
        GatewaySettings gateway = new() { RegistrationPhase = Phase, AcceptLateRegistration = acceptLate };
        return _server = await ServerFixture.StartAsync(new MessageServerOptions { Gateway = gateway }, _clock);
    }

    /// <summary>The server stops without reaching its time-out: the clock advances by less than that.</summary>
    private async Task AssertStopsAsync(ServerFixture server)
    {
        Task stopping = server.DisposeAsync().AsTask();
        for (int i = 0; i < 100 && !stopping.IsCompleted; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(20));
            await Task.WhenAny(stopping, Task.Delay(TimeSpan.FromMilliseconds(50)));
        }
        Assert.True(stopping.IsCompleted, "the server did not stop within 2 s of its own clock");
        await stopping;
    }

    /// <summary>Records whether a port listens when a timer of the phase's length starts.</summary>
    private sealed class PhaseClock(int port) : TimeProvider
    {
        public List<bool> Listening { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == Phase)
                Listening.Add(CanConnect());
            return base.CreateTimer(callback, state, dueTime, period);
        }

        private bool CanConnect()
        {
            using Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                client.Connect(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }
}
