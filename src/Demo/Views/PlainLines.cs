using MGen.Demo.Accounting;

namespace MGen.Demo.Views;

/// <summary>Prints one plain line per snapshot, if stderr is not a terminal.</summary>
internal sealed class PlainLines(TextWriter output, DemoIdentity identity) : IProgressView
{
    private int _killsPrinted;
    private int _recoveriesPrinted;

    /// <inheritdoc/>
    public async Task ShowAsync(IAsyncEnumerable<DemoSnapshot> snapshots)
    {
        await foreach (DemoSnapshot snapshot in snapshots)
        {
            foreach (string line in News(snapshot.Kills))
                await output.WriteLineAsync(line);
            await output.WriteLineAsync(
                snapshot.Talked is { } talked ? Talking(talked, snapshot) : Registering(snapshot)
            );
        }
    }

    /// <summary>Kills and recoveries that have not been printed yet.</summary>
    private IEnumerable<string> News(IReadOnlyList<Kill> kills)
    {
        for (; _recoveriesPrinted < kills.Count && kills[_recoveriesPrinted].IsOver; _recoveriesPrinted++)
            yield return $"           {kills[_recoveriesPrinted].Node} was killed: {KillText.Format(kills[_recoveriesPrinted])}";
        for (; _killsPrinted < kills.Count; _killsPrinted++)
            yield return FormattableString.Invariant(
                $"{kills[_killsPrinted].At.TotalSeconds, 6:F1} s   killed {kills[_killsPrinted].Node}"
            );
    }

    private string Registering(DemoSnapshot now) =>
        $"starting   registered {Units.Count(now.Registered)} of {Units.Count(identity.Population.Conversations)}";

    private static string Talking(TimeSpan talked, DemoSnapshot now) =>
        FormattableString.Invariant(
            $"{talked.TotalSeconds, 6:F0} s   messages {now.Swarm.MessagesSent:N0}   delivered {now.Swarm.MessagesReceived:N0}   receipts {now.Swarm.ReceiptsReceived:N0}   in flight {now.InFlight:N0}   p99 {Units.Time(now.Deliveries.Latency.P99)}"
        );
}
