using MGen.Analysis.Tallies;
using MGen.EventLog;

namespace MGen.Analysis.Reading;

/// <summary>Counts that need only single lines. Each thread has its own; they are merged at the end.</summary>
internal sealed class ReadTally
{
    /// <summary>Most different error texts or reasons that are distinguished while reading.</summary>
    private const int MaxTexts = 10_000;

    public long[] Events { get; } = new long[Enum.GetValues<EventKind>().Length];

    public long FirstNanoseconds { get; private set; } = long.MaxValue;

    public long LastNanoseconds { get; private set; } = long.MinValue;

    public VolumeTally Volumes { get; } = new();

    public AttachmentTally Attachments { get; } = new();

    public LatencyRecorder ScheduleLag { get; } = new();

    public CountByText Errors { get; } = new(MaxTexts);

    public CountByText Dropped { get; } = new(MaxTexts);

    public CountByText Refused { get; } = new(MaxTexts);

    public long[] FailedByStage { get; } = new long[Enum.GetValues<FailedStage>().Length];

    public void Count(EventKind kind, long unixNanoseconds)
    {
        Events[(int)kind]++;
        FirstNanoseconds = Math.Min(FirstNanoseconds, unixNanoseconds);
        LastNanoseconds = Math.Max(LastNanoseconds, unixNanoseconds);
    }

    public void Add(ReadTally other)
    {
        for (int i = 0; i < Events.Length; i++)
            Events[i] += other.Events[i];
        for (int i = 0; i < FailedByStage.Length; i++)
            FailedByStage[i] += other.FailedByStage[i];
        FirstNanoseconds = Math.Min(FirstNanoseconds, other.FirstNanoseconds);
        LastNanoseconds = Math.Max(LastNanoseconds, other.LastNanoseconds);
        Volumes.Add(other.Volumes);
        Attachments.Add(other.Attachments);
        ScheduleLag.Add(other.ScheduleLag);
        Errors.Add(other.Errors);
        Dropped.Add(other.Dropped);
        Refused.Add(other.Refused);
    }

    public long this[EventKind kind] => Events[(int)kind];
}
