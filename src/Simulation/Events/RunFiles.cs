using System.Runtime.InteropServices;
using MGen.EventLog;

namespace MGen.Simulation.Events;

/// <summary>The sorted runs of all threads, in a temporary directory. Thread-safe.</summary>
/// <param name="parent">
/// Where the directory is created; <c>null</c>: the system's directory for temporary files.
/// </param>
internal sealed class RunFiles(string? parent) : IDisposable
{
    /// <summary>
    /// Largest number of runs that are merged at a time, each with a buffer of 64 KB and an open file. More runs are
    /// merged in several passes.
    /// </summary>
    public const int MaxMergedRuns = 256;

    private readonly Lock _gate = new();
    private readonly List<string> _paths = [];
    private string? _directory;
    private int _written;

    /// <summary>Writes a run.</summary>
    /// <exception cref="TemporaryFilesException">
    /// The file cannot be written, for instance because the disk is full.
    /// </exception>
    public void Write(IEventRun run)
    {
        string path = WriteFile(file =>
        {
            while (run.TryNext(out SimulatedEvent item))
                WriteEvent(file, item);
        });
        lock (_gate)
            _paths.Add(path);
    }

    /// <summary>
    /// Opens all runs; the runs of each thread are in the order of writing. If there are more than
    /// <see cref="MaxMergedRuns"/>, some are merged first. Called after all threads have finished writing.
    /// </summary>
    public IReadOnlyList<IEventRun> Open(CancellationToken cancellationToken)
    {
        while (_paths.Count > MaxMergedRuns)
            MergeSome(cancellationToken);
        return [.. _paths.Select(path => new FileRun(path))];
    }

    /// <summary>Deletes the directory with all remaining runs.</summary>
    public void Dispose()
    {
        if (_directory is not null)
            Directory.Delete(_directory, recursive: true);
    }

    /// <summary>
    /// Replaces neighbouring runs by one merged run, which keeps the order of the runs. Stops when the runs are few
    /// enough, or when each has been merged once.
    /// </summary>
    private void MergeSome(CancellationToken cancellationToken)
    {
        for (int first = 0; first < _paths.Count && _paths.Count > MaxMergedRuns; first++)
        {
            int count = Math.Min(MaxMergedRuns, _paths.Count - first);
            List<IEventRun> runs = [.. _paths.GetRange(first, count).Select(path => new FileRun(path))];
            string merged = WriteFile(file =>
                RunMerger.Merge(runs, (in SimulatedEvent item) => WriteEvent(file, item), cancellationToken)
            );
            _paths.RemoveRange(first, count);
            _paths.Insert(first, merged);
        }
    }

    private static void WriteEvent(Stream file, in SimulatedEvent item) =>
        file.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<SimulatedEvent>(in item)));

    private string WriteFile(Action<Stream> write)
    {
        string path = NewPath();
        try
        {
            using BufferedStream file = new(Create(path), 1 << 16);
            write(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new TemporaryFilesException(Path.GetDirectoryName(path)!, failure.Message, failure);
        }
        return path;
    }

    private static FileStream Create(string path) =>
        new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);

    private string NewPath()
    {
        lock (_gate)
        {
            // Created with the first run: a simulation that fits into memory touches no disk.
            _directory ??= TemporaryFiles.CreateDirectory("mgen-simulate-", parent).FullName;
            return Path.Combine(_directory, $"{_written++}.run");
        }
    }
}

/// <summary>A sorted sequence of events that is read once.</summary>
internal interface IEventRun : IDisposable
{
    /// <summary>Reads the next event; returns <c>false</c> at the end.</summary>
    /// <exception cref="IOException">The run cannot be read.</exception>
    bool TryNext(out SimulatedEvent item);
}

/// <summary>
/// A sorted run in a file, read in blocks of <see cref="BufferedEvents"/>. Disposal deletes the file.
/// </summary>
internal sealed class FileRun(string path) : IEventRun
{
    /// <summary>Number of events per read: 64 KB.</summary>
    private const int BufferedEvents = 2_048;

    private readonly FileStream _file = new(
        path,
        FileMode.Open,
        FileAccess.Read,
        FileShare.None,
        bufferSize: 0,
        FileOptions.SequentialScan
    );
    private readonly SimulatedEvent[] _buffer = new SimulatedEvent[BufferedEvents];
    private int _next;
    private int _count;

    public bool TryNext(out SimulatedEvent item)
    {
        if (_next == _count)
            Fill();
        item = _next < _count ? _buffer[_next++] : default;
        return _count > 0;
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(path);
    }

    /// <exception cref="EndOfStreamException">The file ends within an event.</exception>
    private void Fill()
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(_buffer.AsSpan());
        int read = _file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        (_count, int rest) = Math.DivRem(read, bytes.Length / BufferedEvents);
        if (rest != 0)
            throw new EndOfStreamException($"{path} ends inside an event");
        _next = 0;
    }
}

/// <summary>A sorted run in memory.</summary>
/// <param name="events">The events, in any order.</param>
/// <param name="places">One number per event, in the order of the run; its lower bits are the event's index.</param>
/// <param name="placeMask">Mask of these bits.</param>
internal sealed class MemoryRun(EventChunks events, ReadOnlyMemory<ulong> places, ulong placeMask) : IEventRun
{
    private int _next;

    public bool TryNext(out SimulatedEvent item)
    {
        bool isThere = _next < places.Length;
        item = isThere ? events[(int)(places.Span[_next++] & placeMask)] : default;
        return isThere;
    }

    public void Dispose() { }
}

/// <summary>Merges sorted runs.</summary>
internal static class RunMerger
{
    private const int EventsBetweenLooks = 65_536;

    /// <summary>Receives an event.</summary>
    public delegate void Receiver(in SimulatedEvent item);

    /// <summary>
    /// Passes all events of the runs to <paramref name="receive"/> in order, and disposes of the runs. Events of the
    /// same time and group are in the order of the runs, because a group's events may continue in the next run.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static void Merge(IReadOnlyList<IEventRun> runs, Receiver receive, CancellationToken cancellationToken)
    {
        try
        {
            PriorityQueue<IEventRun, Head> heads = new(runs.Count);
            for (int i = 0; i < runs.Count; i++)
            {
                if (runs[i].TryNext(out SimulatedEvent first))
                    heads.Enqueue(runs[i], new Head(first, i));
            }
            Drain(heads, receive, cancellationToken);
        }
        finally
        {
            foreach (IEventRun run in runs)
                run.Dispose();
        }
    }

    /// <summary>
    /// Reads from the same run as long as its next event is the earliest of all runs, so with a single run nothing is
    /// compared.
    /// </summary>
    private static void Drain(
        PriorityQueue<IEventRun, Head> heads,
        Receiver receive,
        CancellationToken cancellationToken
    )
    {
        long count = 0;
        while (heads.TryDequeue(out IEventRun? run, out Head head))
        {
            (SimulatedEvent earliest, int place) = head;
            bool isMore;
            // The other heads do not change while this run is read, so one peek is enough.
            bool isAlone = !heads.TryPeek(out _, out Head other);
            do
            {
                if (++count % EventsBetweenLooks == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                receive(earliest);
                isMore = run.TryNext(out earliest);
            } while (isMore && (isAlone || other.IsAfter(earliest, place)));
            if (isMore)
                heads.Enqueue(run, new Head(earliest, place));
        }
    }

    /// <summary>The next event of a run, and the run's place in the order of the runs.</summary>
    private readonly record struct Head(SimulatedEvent Event, int Place) : IComparable<Head>
    {
        public int CompareTo(Head other)
        {
            int order = Event.CompareTo(other.Event);
            return order != 0 ? order : Place.CompareTo(other.Place);
        }

        /// <summary>Whether this event comes after an event of the run at <paramref name="place"/>.</summary>
        public bool IsAfter(in SimulatedEvent item, int place)
        {
            int order = Event.CompareTo(item);
            return order != 0 ? order > 0 : Place > place;
        }
    }
}
