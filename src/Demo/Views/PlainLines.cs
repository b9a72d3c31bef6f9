using MGen.Demo.Accounting;

namespace MGen.Demo.Views;

/// <summary>Prints one plain line per snapshot, if stderr is not a terminal.</summary>
internal sealed class PlainLines(TextWriter output, DemoIdentity identity) : IProgressView
{
    private int _killsTold;
    private int _recoveriesTold;

    /// <inheritdoc/>
    public async Task ShowAsync(IAsyncEnumerable<DemoSnapshot> snapshots)
    {
        await foreach (DemoSnapshot snapshot in snapshots)
        {
            foreach (string line in News(snapshot.Kills))
                await output.WriteLineAsync(line);
            await output.WriteLineAsync(
                snapshot.Talked is { } talked ? Talking(talked, snapshot.Fates) : Registering(snapshot)
            );
        }
    }

    /// <summary>Kills and recoveries that have not been printed yet.</summary>
    private IEnumerable<string> News(IReadOnlyList<Kill> kills)
    {
        for (; _recoveriesTold < kills.Count && kills[_recoveriesTold].IsOver; _recoveriesTold++)
            yield return $"           {kills[_recoveriesTold].Node} was killed: {KillText.Format(kills[_recoveriesTold])}";
        for (; _killsTold < kills.Count; _killsTold++)
            yield return FormattableString.Invariant(
                $"{kills[_killsTold].At.TotalSeconds, 6:F1} s   killed {kills[_killsTold].Node}"
            );
    }

    private string Registering(DemoSnapshot now) =>
        $"starting   registered {Units.Count(now.Registered)} of {Units.Count(identity.Population.Conversations)}";

    private static string Talking(TimeSpan talked, FateCounts fates) =>
        FormattableString.Invariant(
            $"{talked.TotalSeconds, 6:F0} s   messages {fates.Sent:N0}   delivered {fates.Delivered:N0}   receipts {fates.Receipts:N0}   on the way {fates.Undelivered:N0}   p99 {Units.Time(fates.Latency.P99)}"
        );
}
