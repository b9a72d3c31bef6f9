using System.Diagnostics;
using MGen.Tests.Programs;

namespace MGen.Cluster.Tests.Swarms;

/// <summary>A process of <c>mgen-client</c> with its event log in a file.</summary>
internal sealed class SwarmProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The client in its own folder. Its copy in the folder of the tests lacks assemblies that the tests have from
    /// ASP.NET Core.
    /// </summary>
    public static readonly string Program = Path.Combine(
        AppContext.BaseDirectory.Replace(
            Path.Combine("tests", "Cluster", "bin"),
            Path.Combine("src", "Client", "bin"),
            StringComparison.Ordinal
        ),
        "mgen-client.dll"
    );

    private readonly Process _process;
    private readonly FileStream _file;
    private readonly Task _output;
    private readonly Task<string> _errors;

    private SwarmProcess(Process process, string log)
    {
        (_process, Log) = (process, log);
        _file = new FileStream(log, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _output = process.StandardOutput.BaseStream.CopyToAsync(_file);
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The log's path.</summary>
    public string Log { get; }

    public static SwarmProcess Start(string folder, string log, params string[] arguments) =>
        new(
            Process.Start(
                new ProcessStartInfo("dotnet", [Program, "*.yaml", "--seed", "7", "--quiet", .. arguments])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    WorkingDirectory = folder,
                }
            )!,
            Path.Combine(folder, log)
        );

    /// <summary>Returns how many complete lines of a kind it has logged.</summary>
    public int Count(string kind)
    {
        using StreamReader reader = new(new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        int count = 0;
        while (reader.ReadLine() is { } line)
            count += line.Contains(kind, StringComparison.Ordinal) ? 1 : 0;
        return count;
    }

    /// <summary>Asks it to stop in order and waits for its end.</summary>
    /// <returns>Its exit code and its output on stderr.</returns>
    public async Task<(int Code, string Said)> StopAsync()
    {
        await Signals.SendAsync("TERM", _process.Id);
        using CancellationTokenSource limit = new(Patience);
        await _process.WaitForExitAsync(limit.Token);
        await _output;
        return (_process.ExitCode, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        await _output;
        await _file.DisposeAsync();
        _process.Dispose();
    }
}
