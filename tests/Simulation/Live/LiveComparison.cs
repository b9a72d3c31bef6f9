using MGen.EventLog;

namespace MGen.Simulation.Tests.Live;

/// <summary>Compares the log of a live run with that of a simulated one.</summary>
internal static class LiveComparison
{
    /// <summary>
    /// Both have the same conversations: the same sends in the same order, and the same lines at the same times.
    /// </summary>
    public static void AssertSame(IReadOnlyList<LogEvent> simulated, IReadOnlyList<LogEvent> live)
    {
        Assert.InRange(live.Count(item => item.Kind == EventKind.Send), 200, 2_000);
        Assert.Contains(live, item => item is { Kind: EventKind.Send, From: LogState.Active });
        Assert.Contains(live, item => item is { Kind: EventKind.Receive, From: LogState.Idle, To: LogState.Active });
        Assert.Equal(Sends(simulated), Sends(live));
        Assert.Equal(Lines(simulated), Lines(live));
        Assert.Equal(IdleLines(simulated), IdleLines(live));
    }

    /// <summary>
    /// User, group, id, size and state of each message sent, in order; at the same instant by user and group.
    /// </summary>
    private static IEnumerable<(string? User, string? Group, uint Id, long Blocks, LogState From, LogState To)> Sends(
        IReadOnlyList<LogEvent> events
    ) =>
        events
            .Where(item => item.Kind == EventKind.Send)
            .OrderBy(item => item.UnixNanoseconds)
            .ThenBy(item => item.User, StringComparer.Ordinal)
            .ThenBy(item => item.Group, StringComparer.Ordinal)
            .Select(item => (item.User, item.Group, item.Id, item.Amount, item.From, item.To));

    /// <summary>
    /// All lines except those of Idle, with their times; lines of the same instant are sorted, because receipts of one
    /// message race.
    /// </summary>
    private static IEnumerable<string> Lines(IReadOnlyList<LogEvent> events) =>
        events
            .Where(item => item.Kind != EventKind.Idle)
            .Select(item =>
                $"{item.UnixNanoseconds} {item.User} {item.Group} {item.Kind} {item.From} {item.To} {item.Other} {item.Amount} {item.Id}"
            )
            .Order(StringComparer.Ordinal);

    private static Dictionary<(string?, string?), int> IdleLines(IReadOnlyList<LogEvent> events) =>
        events.Where(item => item.Kind == EventKind.Idle).CountBy(item => (item.User, item.Group)).ToDictionary();

    /// <summary>
    /// Checks that no conversation sends and receives in one instant, and that it has no more Idle lines than other
    /// lines in an instant, unless its only line is Idle.
    /// </summary>
    public static void AssertNoTies(IReadOnlyList<LogEvent> events)
    {
        foreach (var instant in events.GroupBy(item => (item.User, item.Group, item.UnixNanoseconds)))
        {
            EventKind[] kinds = [.. instant.Select(item => item.Kind)];
            Assert.False(kinds.Contains(EventKind.Send) && kinds.Contains(EventKind.Receive), instant.Key.ToString());
            Assert.True(
                kinds.Length == 1
                    || kinds.Count(kind => kind == EventKind.Idle) <= kinds.Count(kind => kind != EventKind.Idle),
                instant.Key.ToString()
            );
        }
    }
}
