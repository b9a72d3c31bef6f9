using MGen.Demo.Accounting;

namespace MGen.Demo.Views;

/// <summary>One plain line for each snapshot, where nobody watches on a terminal.</summary>
internal sealed class PlainLines(TextWriter output, DemoIdentity identity) : IProgressView
{
    /// <inheritdoc/>
    public async Task ShowAsync(IAsyncEnumerable<DemoSnapshot> snapshots)
    {
        await foreach (DemoSnapshot snapshot in snapshots)
            await output.WriteLineAsync(snapshot.Talked is { } talked ? Talking(talked, snapshot.Fates) : Registering(snapshot));
    }

    private string Registering(DemoSnapshot now) =>
        $"starting   registered {Units.Count(now.Registered)} of {Units.Count(identity.Population.Conversations)}";

    private static string Talking(TimeSpan talked, FateCounts fates) => FormattableString.Invariant(
        $"{talked.TotalSeconds,6:F0} s   messages {fates.Sent:N0}   delivered {fates.Delivered:N0}   receipts {fates.Receipts:N0}   on the way {fates.Undelivered:N0}   p99 {Units.Time(fates.Latency.P99)}");
}
