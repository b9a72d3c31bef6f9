using System.Diagnostics.Metrics;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MGen.EventLog;
using MGen.Transport;
using MGen.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace MGen.Gateway.Tests;

/// <summary>The stop of a gateway while a client connects.</summary>
public sealed class GatewayStopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_HandshakeCompletesDuringStop_TheConnectionIsStoppedWithTheOthers()
    {
        // With OpenSSL the acceptor has the first loop and the connection the second, which the test blocks.
        await using TlsEngine engine = TlsEngine.Start(new TlsEngineOptions { Loops = 2 });
        await using TlsEngine clients = TlsEngine.Start(new TlsEngineOptions { Loops = 1 });
        using X509Certificate2 certificate = ServerCertificate.CreateSelfSigned(TimeProvider.System);
        using TlsContext tls = engine.CreateServerContext(new TlsServerOptions { Certificate = certificate });
        using TestMeters meters = new();
        await using EventLogWriter log = new(Stream.Null, TimeProvider.System);
        using StoppingClock clock = new();
        GatewaySettings options = new() { Listen = new HostPort("127.0.0.1", 0), StopTimeout = StoppingClock.Marked };
        await using Gateway gateway = new(
            options,
            engine,
            tls,
            new SilentGroups(),
            new ServerLog(log),
            new GatewayMetrics(meters),
            clock,
            NullLoggerFactory.Instance
        );
        await gateway.StartAsync(Stop);

        // The gateway measures the handshake after reading it, and registers the connection after that.
        TaskCompletionSource<Task> stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using MeterListener listener = Listen(
            meters,
            () =>
            {
                stopping.SetResult(gateway.StopAsync());
                Assert.True(clock.HasStopped.Wait(Patience), "the gateway goes through its connections");
            }
        );
        using TlsContext trust = clients.CreateClientContext(new TlsClientOptions());
        await using TlsConnection client = await DialAsync(clients, trust, gateway.LocalEndPoint.Port);

        await (await stopping.Task.WaitAsync(Patience, Stop)).WaitAsync(Patience, Stop);
    }

    /// <summary>Connects and sends a handshake.</summary>
    private static async Task<TlsConnection> DialAsync(TlsEngine engine, TlsContext context, int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", port, Stop);
        TlsConnection connection = await engine.ConnectAsync(socket, context, "localhost", Stop);
        await connection.SwitchHomeAsync();
        connection.Write(new Handshake(Identifier.Create("alice"), Identifier.Create("g")).ToBytes());
        Assert.True(await connection.FlushAsync());
        return connection;
    }

    private static MeterListener Listen(TestMeters meters, Action handshakeMeasured)
    {
        MeterListener listener = new()
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Name == "mgen.gateway.handshake.duration")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => handshakeMeasured());
        listener.Start();
        return listener;
    }

    /// <summary>Groups that discard all entries and do not respond.</summary>
    private sealed class SilentGroups : IGroups, IGroupRouter, IGroupTarget
    {
        public bool IsRemote => false;

        public string Name => "g";

        public bool WantsProbe => false;

        public IGroupRouter Open(Guid gateway, GatewayPorts ports) => this;

        public void Close(Guid gateway) { }

        public IGroupTarget GetTarget(Identifier group) => this;

        public bool TryApply(ReadOnlySpan<GroupEntry> entries) => true;

        public ValueTask SubmitAsync(GroupEntry[] entries) => throw new NotSupportedException();
    }

    /// <summary>A stopped clock, which detects that the gateway waits for its connections to stop.</summary>
    private sealed class StoppingClock : TimeProvider, IDisposable
    {
        public static readonly TimeSpan Marked = TimeSpan.FromSeconds(4321);

        /// <summary>Set when a timer of <see cref="Marked"/> is made.</summary>
        public ManualResetEventSlim HasStopped { get; } = new();

        public override long GetTimestamp() => 0;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == Marked)
                HasStopped.Set();
            return new StillTimer();
        }

        public void Dispose() => HasStopped.Dispose();

        private sealed class StillTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() { }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
