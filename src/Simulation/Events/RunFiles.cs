using System.Runtime.InteropServices;

namespace MGen.Simulation.Events;

/// <summary>The sorted runs of all threads, in a temporary directory. Thread-safe.</summary>
/// <param name="parent">
/// Where the directory is created; <c>null</c>: the system's directory for temporary files.
/// </param>
internal sealed class RunFiles(string? parent) : IDisposable
{
    /// <summary>
    /// Largest number of runs that are merged at once, with 64 KB and an open file each. More runs are merged in
    /// several passes.
    /// </summary>
    public const int MaxMergedRuns = 256;

    private readonly Lock _gate = new();
    private readonly Queue<string> _paths = new();
    private string? _directory;
    private int _written;

    /// <summary>Writes a run.</summary>
    /// <exception cref="IOException">The file cannot be written, for instance because the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing to the directory is not permitted.</exception>
    public void Write(IEventRun run)
    {
        string path = NewPath();
        using (BufferedStream file = new(Create(path), 1 << 16))
        {
            while (run.TryNext(out SimulatedEvent item))
                file.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<SimulatedEvent>(in item)));
        }
        Add(path);
    }

    /// <summary>
    /// Opens all runs after all threads have finished writing; merges some first if there are too many.
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

    private void MergeSome(CancellationToken cancellationToken)
    {
        List<IEventRun> oldest = [.. Enumerable.Range(0, MaxMergedRuns).Select(_ => new FileRun(_paths.Dequeue()))];
        string path = NewPath();
        using (BufferedStream file = new(Create(path), 1 << 16))
        {
            RunMerger.Merge(
                oldest,
                (in SimulatedEvent item) =>
                    file.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<SimulatedEvent>(in item))),
                cancellationToken
            );
        }
        Add(path);
    }

    private static FileStream Create(string path) =>
        new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);

    private void Add(string path)
    {
        lock (_gate)
            _paths.Enqueue(path);
    }

    private string NewPath()
    {
        lock (_gate)
        {
            _directory ??= parent is null
                ? Directory.CreateTempSubdirectory("mgen-simulate-").FullName
                : Directory.CreateDirectory(Path.Combine(parent, $"mgen-simulate-{Path.GetRandomFileName()}")).FullName;
            return Path.Combine(_directory, $"{_written++}.run");
        }
    }
}
