using MGen.EventLog;
using MGen.Simulation.Events;

namespace MGen.Simulation.Tests.Events;

/// <summary>The buffer, compared with a sort of all events.</summary>
public sealed class EventBufferTests
{
    /// <param name="longest">The bound of the times in ticks: of a short run, of one whose times and indexes just fit
    /// into 64 bits, and of one whose do not.</param>
    [Theory]
    [InlineData(50)]
    [InlineData(1L << 53)]
    [InlineData(1L << 62)]
    public void Rest_EventsByGroup_AreInTheOrderOfTheLog(long longest)
    {
        const int Groups = 40;
        const int EventsOfGroup = 50;
        Random random = new(7);
        using RunFiles files = new(parent: null);
        EventBuffer buffer = new(limit: 10_000, files);
        List<SimulatedEvent> added = [];
        for (int group = 0; group < Groups; group++)
        {
            for (uint number = 0; number < EventsOfGroup; number++)
            {
                SimulatedEvent item = new()
                {
                    At = random.NextInt64(longest),
                    Group = group,
                    Id = number,
                };
                buffer.Add(item);
                added.Add(item);
            }
        }

        Assert.Equal(added.Order(), All(buffer.Rest()));
        Assert.Equal(added.Count, buffer.Total);
    }

    /// <summary>
    /// Many events have the same time, groups span several runs, and there are too many runs for one merge.
    /// </summary>
    [Fact]
    public void Merge_RunsOfTwoBuffers_KeepsTheOrderOfRecordingInEachGroup()
    {
        const int LatestTime = 3;
        Random random = new(7);
        using RunFiles files = new(parent: null);
        EventBuffer[] buffers = [new(limit: 3, files), new(limit: 5, files)];
        List<SimulatedEvent> added = [];
        for (int group = 0; group < 60; group++)
        {
            for (uint number = 0; number < 100; number++)
            {
                SimulatedEvent item = new()
                {
                    At = random.NextInt64(LatestTime + 1),
                    Group = group,
                    Id = number,
                };
                buffers[group % 2].Add(item);
                added.Add(item);
            }
        }
        List<SimulatedEvent> merged = [];

        RunMerger.Merge(
            [.. files.Open(CancellationToken.None), .. buffers.Select(buffer => buffer.Rest())],
            (in SimulatedEvent item) => merged.Add(item),
            CancellationToken.None
        );

        Assert.Equal(added.OrderBy(item => item.At).ThenBy(item => item.Group).ThenBy(item => item.Id), merged);
    }

    [Fact]
    public void Rest_OfNothing_IsEmpty()
    {
        using RunFiles files = new(parent: null);

        Assert.Empty(All(new EventBuffer(limit: 10, files).Rest()));
    }

    [Fact]
    public void Add_TemporaryFilesCannotBeCreated_FailsWithTheirDirectory()
    {
        string file = Path.GetTempFileName();
        string below = Path.Combine(file, "below");
        using RunFiles files = new(below);
        EventBuffer buffer = new(limit: 1, files);
        buffer.Add(default);

        TemporaryFilesException failure = Assert.Throws<TemporaryFilesException>(() => buffer.Add(default));
        File.Delete(file);

        Assert.Contains(below, failure.Message, StringComparison.Ordinal);
    }

    private static List<SimulatedEvent> All(IEventRun run)
    {
        List<SimulatedEvent> events = [];
        while (run.TryNext(out SimulatedEvent item))
            events.Add(item);
        return events;
    }
}
