using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using MGen.Wire;

namespace MGen.Demo.Nodes;

/// <summary>
/// A silo or a gateway as a separate process, and its files. Its program is in the directory of this program and runs
/// on the same .NET. The separate process ends when this process ends, for whatever reason.
/// </summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    /// <summary>
    /// Prefix of environment variables that the programs would read as options. The variables are removed, because they
    /// may be settings of a real cluster.
    /// </summary>
    private const string OptionPrefix = "MGEN_";

    /// <summary>
    /// Longest wait for a process that was asked to stop, before it is killed. Longer than the drain limit of the
    /// process.
    /// </summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(8);

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(2) };

    private readonly Process _process;
    private readonly Task _errors;
    private readonly string _diagnostics;
    private readonly Uri _ready;
    private readonly TimeProvider _clock;
    private bool _isEnded;
    private bool _hasEndedByItself;

    /// <summary>Starts the process.</summary>
    /// <param name="name">The identity of the process.</param>
    /// <param name="health">The address of its health endpoint.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="logs">The directory of its files.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="IOException">The program does not exist, or a file cannot be created.</exception>
    public NodeProcess(
        NodeName name,
        HostPort health,
        IReadOnlyList<string> arguments,
        LogFolder logs,
        TimeProvider clock
    )
    {
        Name = name;
        _ready = new Uri($"http://{health}/health/ready");
        _clock = clock;
        _diagnostics = logs.PathOf(name.DiagnosticsFile);
        FileStream log = logs.Create(name.LogFile);
        FileStream diagnostics = logs.Create(name.DiagnosticsFile);
        _process = Start(name, arguments, logs.FullPath);
        Log = new NodeLog(_process.StandardOutput.BaseStream, log);
        _errors = _process.StandardError.BaseStream.CopyToAsync(diagnostics);
    }

    /// <summary>The identity of the process.</summary>
    public NodeName Name { get; }

    /// <summary>Its event log.</summary>
    public NodeLog Log { get; }

    /// <summary>Whether it ended without being asked to.</summary>
    public bool HasEndedByItself => _hasEndedByItself || (!_isEnded && _process.HasExited);

    /// <summary>Whether it is running.</summary>
    public bool IsRunning => !_isEnded && !_process.HasExited;

    /// <summary>The last line of its diagnostics, after it has ended; empty if there is none.</summary>
    public async Task<string> ReadLastLineAsync()
    {
        await _errors;
        return (await File.ReadAllLinesAsync(_diagnostics)).LastOrDefault(line => line.Length > 0) ?? "";
    }

    /// <summary>Returns why the process is not ready; <c>null</c> if it is ready.</summary>
    public async Task<string?> FindObstacleAsync(CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await Http.GetAsync(_ready, cancellationToken);
            return response.IsSuccessStatusCode
                ? null
                : (await response.Content.ReadAsStringAsync(cancellationToken)).Trim();
        }
        catch (Exception failure)
            when (failure is HttpRequestException
                || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return "no response";
        }
    }

    /// <summary>Kills it, as by <c>kill -9</c>, and keeps what it had written.</summary>
    public async Task KillAsync()
    {
        _isEnded = true; // before the kill, so that a concurrent reading does not count it as an unexpected end
        _process.Kill();
        await EndAsync();
    }

    /// <summary>Asks the process to stop; kills it if it does not stop in time.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isEnded)
        {
            _hasEndedByItself = _process.HasExited;
            _isEnded = true;
            // The program stops when its input ends (--stop-with-input), which works on every system, unlike a signal.
            _process.StandardInput.Close();
            await Task.WhenAny(_process.WaitForExitAsync(CancellationToken.None), Task.Delay(StopLimit, _clock));
            _process.Kill();
        }
        await EndAsync();
        _process.Dispose();
    }

    private async Task EndAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None);
        // After the exit the pipes still hold what the process wrote last.
        await Task.WhenAll(Log.End, _errors);
    }

    /// <param name="node">The process.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="directory">Its working directory, which contains no settings.</param>
    private static Process Start(NodeName node, IReadOnlyList<string> arguments, string directory)
    {
        string program = Path.Combine(AppContext.BaseDirectory, $"{node.Program}.dll");
        if (!File.Exists(program))
            throw new FileNotFoundException($"{program} does not exist: build it with this program");
        ProcessStartInfo start = new(FindDotNet(), [program, "--stop-with-input", "--quiet", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        string[] variables = [.. start.Environment.Keys];
        foreach (string variable in variables.Where(name => name.StartsWith(OptionPrefix, StringComparison.Ordinal)))
            start.Environment.Remove(variable);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw new FileNotFoundException($"{start.FileName} cannot be started: {failure.Message}", failure);
        }
    }

    /// <summary>
    /// The .NET host of this process, three folders above the runtime; the one in the PATH if no file is there.
    /// </summary>
    private static string FindDotNet()
    {
        string program = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string host = Path.GetFullPath(
            Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", program)
        );
        return File.Exists(host) ? host : "dotnet";
    }
}

/// <summary>Identifies a process of a cluster.</summary>
/// <param name="Kind">Its role.</param>
/// <param name="Number">Its number among those of its role, from 1.</param>
internal readonly record struct NodeName(NodeKind Kind, int Number)
{
    /// <summary>The program's name.</summary>
    public string Program => Kind == NodeKind.Silo ? "mgen-silo" : "mgen-gateway";

    /// <summary>Name of its event log.</summary>
    public string LogFile => FormattableString.Invariant($"{Program}-{Number}.log");

    /// <summary>Name of the file with its diagnostics.</summary>
    public string DiagnosticsFile => FormattableString.Invariant($"{Program}-{Number}.txt");

    /// <summary><c>silo 1</c></summary>
    public override string ToString() =>
        FormattableString.Invariant($"{(Kind == NodeKind.Silo ? "silo" : "gateway")} {Number}");
}

/// <summary>The role of a process in a cluster. The summary has these names in lower case.</summary>
internal enum NodeKind
{
    /// <summary><c>mgen-silo</c>: holds groups.</summary>
    Silo,

    /// <summary><c>mgen-gateway</c>: serves clients.</summary>
    Gateway,
}
