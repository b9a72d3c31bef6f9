using System.Net;
using System.Net.Sockets;
using MGen.EventLog;
using MGen.Messenger;
using MGen.Model.Configuration.Peers;
using MGen.Wire;

namespace MGen.Simulation.Tests.Live;

/// <summary>
/// Runs peers live, as <see cref="LiveRun"/> runs clients: real conversations and sockets, and a clock that does not
/// advance until everything has arrived.
/// </summary>
internal static class LivePeerRun
{
    /// <summary>Runs, and reads the log.</summary>
    /// <param name="users">The users. Each must be awake before another sends to them.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="duration">How long messages are sent.</param>
    public static async Task<IReadOnlyList<LogEvent>> RunAsync(
        IReadOnlyList<PeerConfig> users,
        ulong seed,
        TimeSpan duration
    )
    {
        VirtualClock clock = new(SimulationOptions.DefaultEpoch);
        using MemoryStream output = new();
        FrameCounter frames = new(
            users.SelectMany(user => user.Conversations).CountBy(conversation => conversation.Group.Text).ToDictionary()
        );
        await using (EventLogWriter log = new(output, clock))
        await using (
            PeerSwarm swarm = new(
                users,
                new ClientLog(log),
                new PeerLog(log),
                new PeerSwarmOptions
                {
                    Seed = seed,
                    Clock = clock,
                    Observer = frames,
                }
            )
        )
        {
            await swarm.ListenAsync();
            swarm.Start();
            while (clock.MoveToNextTimer(duration))
                await LiveRun.SettleAsync(() => frames.IsAtRest, frames);
            swarm.StopSending();
            Task stopping = swarm.StopAsync(TimeSpan.Zero);
            while (!stopping.IsCompleted)
            {
                clock.MoveToNextTimer(TimeSpan.MaxValue);
                await Task.Yield();
            }
            await stopping;
        }
        return LiveRun.Read(output);
    }

    /// <summary>Free ports of this machine.</summary>
    public static HostPort[] FreePlaces(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        try
        {
            Array.ForEach(listeners, listener => listener.Start());
            return
            [
                .. listeners.Select(listener => new HostPort("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port)),
            ];
        }
        finally
        {
            Array.ForEach(listeners, listener => listener.Dispose());
        }
    }
}
