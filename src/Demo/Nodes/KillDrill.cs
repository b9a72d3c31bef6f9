using MGen.Demo.Accounting;

namespace MGen.Demo.Nodes;

/// <summary>
/// Kills a silo after a third of the time and a gateway after two thirds. A kill waits until the cluster has recovered
/// from the previous one, because the cluster survives only one failure at a time.
/// </summary>
internal sealed class KillDrill(LocalCluster cluster, DeliveryWatch watch, TimeProvider clock)
{
    /// <summary>The number of kills.</summary>
    public const int Kills = 2;

    /// <summary>
    /// The time limit for the traffic to recover; the same limit then applies to the processes. If a limit passes, no
    /// further process is killed, and the report says so.
    /// </summary>
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private readonly long _begunAt = clock.GetTimestamp();

    /// <summary>Kills one process after the other.</summary>
    /// <param name="duration">How long users talk, counted from this call.</param>
    /// <param name="stop">Cancels further kills.</param>
    /// <exception cref="OperationCanceledException">The method was cancelled.</exception>
    public async Task RunAsync(TimeSpan duration, CancellationToken stop)
    {
        await Task.Delay(duration / 3, clock, stop);
        if (!await IsRecoveredAsync(stop))
            return;
        await KillAsync(NodeKind.Silo);
        await Task.Delay(duration / 3, clock, stop);
        if (await IsRecoveredAsync(stop))
            await KillAsync(NodeKind.Gateway);
    }

    private async Task KillAsync(NodeKind kind)
    {
        // Read before the kill, because KillAsync returns only when the process has ended and its log is read.
        long killedAt = clock.GetTimestamp();
        watch.Pauses.Begin(await cluster.KillAsync(kind), clock.GetElapsedTime(_begunAt, killedAt), killedAt);
    }

    private async Task<bool> IsRecoveredAsync(CancellationToken stop)
    {
        long begunAt = clock.GetTimestamp();
        while (!watch.Kills.All(kill => kill.IsOver))
        {
            if (clock.GetElapsedTime(begunAt) > RecoveryLimit)
                return false;
            await Task.Delay(LookInterval, clock, stop);
        }
        try
        {
            return await cluster.FindObstacleAsync(RecoveryLimit, stop) is null;
        }
        catch (IOException)
        {
            return false; // a process ended unexpectedly; the report says so
        }
    }
}
