using System.Text.Json;
using MGen.Analysis.Results;
using MGen.Analysis.Tallies;
using MGen.EventLog;

namespace MGen.Analysis.Reading;

/// <summary>
/// Counts that are made line by line, without a join. Each thread has its own; they are merged at the end.
/// </summary>
internal sealed class ReadTally
{
    /// <summary>The maximum number of error texts or reasons that are distinguished while reading.</summary>
    private const int MaxTexts = 10_000;

    public long[] Events { get; } = new long[Enum.GetValues<EventKind>().Length];

    public long FirstNanoseconds { get; private set; } = long.MaxValue;

    /// <summary>The time of the first event of a client or peer; <see cref="long.MaxValue"/> without one.</summary>
    public long FirstUserNanoseconds { get; private set; } = long.MaxValue;

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
        // Only clients and peers log the kinds from Waiting on.
        if (kind >= EventKind.Waiting)
            FirstUserNanoseconds = Math.Min(FirstUserNanoseconds, unixNanoseconds);
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
        FirstUserNanoseconds = Math.Min(FirstUserNanoseconds, other.FirstUserNanoseconds);
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

/// <summary>The outcome of reading one log, or a piece of it.</summary>
internal sealed record LogOutcome(InputFile File, RejectedCount Rejected, ClockWatch Clock)
{
    /// <summary>Joins the outcomes of a log's pieces, in their order.</summary>
    public static LogOutcome Join(IReadOnlyList<LogOutcome> pieces)
    {
        InputFile first = pieces[0].File;
        RejectedCount rejected = new(first.Path);
        ClockWatch clock = new();
        long lines = 0;
        foreach (LogOutcome piece in pieces)
        {
            rejected.Append(piece.Rejected, lines);
            clock.Append(piece.Clock, lines);
            lines += piece.File.Lines;
        }
        string? failure = pieces.Select(piece => piece.File.Failure).FirstOrDefault(failure => failure is not null);
        return new LogOutcome(
            first with
            {
                Lines = lines,
                Rejected = rejected.Total,
                Failure = failure,
            },
            rejected,
            clock
        );
    }
}

/// <summary>Counts a log's rejected lines, and keeps the first ones.</summary>
internal sealed class RejectedCount(string file)
{
    private const int MaxSamples = 20;

    private readonly long[] _byReason = new long[Enum.GetValues<RejectReason>().Length];
    private readonly List<RejectedSample> _samples = [];

    public IReadOnlyList<RejectedSample> Samples => _samples;

    public long Total => _byReason.Sum();

    public long this[RejectReason reason] => _byReason[(int)reason];

    /// <summary>The name of a reason in results.</summary>
    public static string NameOf(RejectReason reason) => JsonNamingPolicy.CamelCase.ConvertName(reason.ToString());

    public void Add(RejectedLine line)
    {
        _byReason[(int)line.Reason]++;
        if (_samples.Count < MaxSamples)
            _samples.Add(new RejectedSample(file, line.LineNumber, NameOf(line.Reason), line.Text));
    }

    /// <summary>Adds the next piece of the same log, which begins after <paramref name="linesBefore"/> lines.</summary>
    public void Append(RejectedCount next, long linesBefore)
    {
        for (int i = 0; i < _byReason.Length; i++)
            _byReason[i] += next._byReason[i];
        foreach (RejectedSample sample in next._samples.Take(MaxSamples - _samples.Count))
            _samples.Add(sample with { Line = sample.Line + linesBefore });
    }
}

/// <summary>
/// Detects lines of a log whose time is well before that of the previous line: the clock was set back, or the log was
/// concatenated from several. Times are Unix nanoseconds.
/// </summary>
internal sealed class ClockWatch
{
    /// <summary>Lines that several threads wrote may be slightly out of order, so only steps above 1 s count.</summary>
    private const long ToleranceNanoseconds = 1_000_000_000;

    private long _last = long.MinValue;
    private long _first = long.MinValue;
    private long _firstAt; // the number of the line with that time

    /// <summary>How many times the clock went back.</summary>
    public long Count { get; private set; }

    /// <summary>Number of the first line, from 1, at which the clock went back; 0 if it never did.</summary>
    public long FirstLine { get; private set; }

    /// <summary>The largest step back.</summary>
    public TimeSpan Farthest { get; private set; }

    /// <summary>Adds a line.</summary>
    public void Take(long unixNanoseconds, long line)
    {
        if (_last == long.MinValue)
            (_first, _firstAt) = (unixNanoseconds, line);
        else if (unixNanoseconds < _last - ToleranceNanoseconds)
            Add(1, line, _last - unixNanoseconds);
        _last = unixNanoseconds;
    }

    /// <summary>Adds the next piece of the same log, which begins after <paramref name="linesBefore"/> lines.</summary>
    public void Append(ClockWatch next, long linesBefore)
    {
        if (next._last == long.MinValue)
            return;
        Take(next._first, linesBefore + next._firstAt);
        if (next.Count > 0)
            Add(next.Count, linesBefore + next.FirstLine, next.Farthest.Ticks * TimeSpan.NanosecondsPerTick);
        _last = next._last;
    }

    private void Add(long count, long line, long nanoseconds)
    {
        if (Count == 0)
            FirstLine = line;
        Count += count;
        TimeSpan back = TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
        Farthest = back > Farthest ? back : Farthest;
    }
}
