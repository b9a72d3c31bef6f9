using MGen.Cli;
using MGen.EventLog;

namespace MGen.Demo;

/// <summary>
/// The directory of one run, with an event log of each program and a file for diagnostics. On stderr the diagnostics
/// would disturb the live view.
/// </summary>
internal sealed class LogFolder : IDisposable
{
    /// <summary>Name of the file for diagnostics of this process; a cluster's processes have other files.</summary>
    public const string DiagnosticsFile = "diagnostics.txt";

    /// <summary>How the names of temporary directories begin.</summary>
    private const string TemporaryPrefix = "mgen-demo-";

    private readonly List<FileStream> _files = [];
    private readonly List<EventLogWriter> _writers = [];
    private readonly TimeProvider _clock;

    private LogFolder(string directory, TimeProvider clock)
    {
        FullPath = directory;
        _clock = clock;
        Diagnostics = new StreamWriter(Create(DiagnosticsFile)) { AutoFlush = true };
    }

    /// <summary>Receives the diagnostics of the servers or peers in this process.</summary>
    public StreamWriter Diagnostics { get; }

    /// <summary>Full path of the directory.</summary>
    public string FullPath { get; }

    /// <summary>Whether the servers or peers in this process wrote any diagnostics.</summary>
    public bool HasDiagnostics => new FileInfo(PathOf(DiagnosticsFile)).Length > 0;

    /// <summary>Lines of the logs of this process that could not be written.</summary>
    public long LinesLost => _writers.Sum(writer => writer.LinesLost);

    /// <summary>Lines of the logs of this process that were written.</summary>
    public long LinesWritten => _writers.Sum(writer => writer.LinesWritten);

    /// <summary>A sentence for people that says that temporary directories stay, and how to remove them.</summary>
    public static string HowToRemove =>
        $"The logs of all runs without --out stay among the temporary files until you remove them: rm -r {Path.Combine(Path.GetTempPath(), TemporaryPrefix)}*";

    /// <summary>Creates the directory, if it does not exist, and the file for diagnostics.</summary>
    /// <param name="world">Supplies the directory to which relative paths refer.</param>
    /// <param name="directory">The directory; <c>null</c> creates one among the system's temporary files.</param>
    /// <exception cref="IOException">It cannot be created, or contains a file for diagnostics.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    public static LogFolder Create(ProgramWorld world, string? directory)
    {
        DirectoryInfo created = directory is null
            ? CreateTemporary()
            : Directory.CreateDirectory(Path.GetFullPath(directory, world.WorkingDirectory));
        return new LogFolder(created.FullName, world.Clock);
    }

    private static DirectoryInfo CreateTemporary()
    {
        try
        {
            return Directory.CreateTempSubdirectory(TemporaryPrefix);
        }
        catch (FileNotFoundException missing)
        {
            throw new IOException(
                $"there is no directory of temporary files '{Path.GetTempPath()}' (TMPDIR names it); use --out",
                missing
            );
        }
    }

    /// <summary>A file's path in the directory.</summary>
    public string PathOf(string file) => Path.Combine(FullPath, file);

    /// <summary>Opens an event log, which is closed with the others.</summary>
    public EventLogWriter Open(string file)
    {
        EventLogWriter writer = new(Create(file), _clock);
        _writers.Add(writer);
        return writer;
    }

    /// <summary>Writes queued lines. Nothing can be logged afterwards.</summary>
    public async Task CloseAsync()
    {
        foreach (EventLogWriter writer in _writers)
            await writer.DisposeAsync();
        Dispose();
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (FileStream file in _files)
            file.Dispose();
    }

    /// <summary>Creates a file, which is closed with the others.</summary>
    public FileStream Create(string file)
    {
        // Without a buffer, because the writers of the files have their own, and because closing a file must not fail
        // when the disk is full.
        FileStream stream = new(PathOf(file), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _files.Add(stream);
        return stream;
    }
}
