using MGen.EventLog;

namespace MGen.Published.Tests;

/// <summary>A directory for a test's files, and programs in it.</summary>
public abstract class PublishedTest(PublishedPrograms programs) : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mgen-published-test-");

    private protected string Root => _directory.FullName;

    public void Dispose()
    {
        _directory.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The path of a program; skips the test where it cannot be made.</summary>
    private protected string PathOf(string program) => programs.PathOf(program);

    private protected void Write(string name, string text) => File.WriteAllText(Path.Combine(Root, name), text);

    private protected RunningProgram Start(
        Surroundings surroundings,
        string program,
        params IEnumerable<string> arguments
    ) => RunningProgram.Start(programs.PathOf(program), Root, EnvironmentOf(surroundings), arguments);

    private protected Task<RunningProgram.Ended> RunAsync(
        Surroundings surroundings,
        string program,
        params IEnumerable<string> arguments
    ) => RunningProgram.RunAsync(programs.PathOf(program), Root, EnvironmentOf(surroundings), arguments);

    /// <summary>Reads an event log; a line that cannot be read fails the test.</summary>
    private protected static List<LogEvent> Read(string log, LogSource source)
    {
        using MemoryStream stream = new(System.Text.Encoding.UTF8.GetBytes(log));
        return [.. new EventLogReader(stream, line => Assert.Fail(line.ToString()), source).ReadAll()];
    }

    private Dictionary<string, string> EnvironmentOf(Surroundings surroundings)
    {
        if (surroundings == Surroundings.Empty)
            return [];
        programs.PathOf("mgen-server");
        Assert.SkipWhen(programs.Stub is null, "no C compiler cc on PATH, so no preload stub");
        return new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = programs.Stub!,
            ["DOTNET_EnableDiagnostics"] = "0",
            ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
        };
    }
}
