using MGen.EventLog;
using MGen.Export.Tests.Support;

namespace MGen.Export.Tests;

/// <summary>
/// The memory of an export depends on the people and on waiting messages, not on the length of the run. These tests run
/// alone, because they measure the memory of the process.
/// </summary>
[Collection<AloneCollection>]
public sealed class MemoryTests
{
    [Fact]
    public void Take_TenTimesTheEvents_HoldsNoMoreMemory()
    {
        const int Part = 20_000;
        const long MostGrowth = 1_000_000;
        using ExportWorld world = new();
        using ExportRun run = new(
            new ExportOptions
            {
                Targets =
                [
                    new ExportTarget(ExportFormat.Pcapng, "/dev/null"),
                    new ExportTarget(ExportFormat.ScheduleCsv, world.PathOf("s.csv")),
                    new ExportTarget(ExportFormat.Truth, world.PathOf("truth")),
                ],
            },
            "test"
        );
        foreach (string user in (string[])["alice", "bob", "carol"])
            run.Take(
                new LogEvent
                {
                    Kind = EventKind.Handshake,
                    User = user,
                    Group = "tea",
                }
            );

        Talk(run, 0, Part);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Talk(run, Part, 10 * Part);
        long after = GC.GetTotalMemory(forceFullCollection: true);

        Assert.InRange(after - before, long.MinValue, MostGrowth);
        Assert.Equal(10 * Part, run.Complete().Messages);
    }

    /// <summary>A message every 0.7 s, which one member gets at once and the other never.</summary>
    private static void Talk(ExportRun run, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            long time = i * 700_000_000L;
            run.Take(
                new LogEvent
                {
                    UnixNanoseconds = time,
                    Kind = EventKind.Send,
                    User = "alice",
                    Group = "tea",
                    Id = (uint)i,
                    Amount = 2,
                }
            );
            run.Take(
                new LogEvent
                {
                    UnixNanoseconds = time + 1_000_000,
                    Kind = EventKind.Receive,
                    User = "bob",
                    Group = "tea",
                    Other = "alice",
                    Id = (uint)i,
                    Amount = 320,
                }
            );
        }
    }
}
