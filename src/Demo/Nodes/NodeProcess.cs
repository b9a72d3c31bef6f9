using System.Diagnostics;
using MGen.Wire;

namespace MGen.Demo.Nodes;

/// <summary>A silo or a gateway: a separate process, and its files.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    /// <summary>
    /// Longest wait for a process that was asked to stop, longer than its own drain limit. Then it is killed.
    /// </summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(8);

    private readonly Process _process;
    private readonly Task _errors;
    private readonly string _diagnostics;
    private readonly TimeProvider _clock;
    private bool _isEnded;
    private bool _hasEndedByItself;

    private NodeProcess(NodeName name, HostPort health, Process process, LogFolder logs, TimeProvider clock)
    {
        Name = name;
        Health = new NodeHealth(health);
        _process = process;
        _clock = clock;
        _diagnostics = logs.PathOf(name.DiagnosticsFile);
        Log = new NodeLog(process.StandardOutput.BaseStream, logs.Create(name.LogFile));
        _errors = CopyAsync(process.StandardError.BaseStream, logs.Create(name.DiagnosticsFile));
    }

    /// <summary>The identity of the process.</summary>
    public NodeName Name { get; }

    /// <summary>Its readiness.</summary>
    public NodeHealth Health { get; }

    /// <summary>Its event log.</summary>
    public NodeLog Log { get; }

    /// <summary>Whether it ended without being asked to.</summary>
    public bool HasEndedByItself => _hasEndedByItself || (!_isEnded && _process.HasExited);

    /// <summary>Whether it is running.</summary>
    public bool IsRunning => !_isEnded && !_process.HasExited;

    /// <summary>Starts the process.</summary>
    /// <param name="name">The identity of the process.</param>
    /// <param name="health">The address of its health endpoint.</param>
    /// <param name="arguments">The rest of its command line.</param>
    /// <param name="logs">The directory of its files.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="IOException">The program does not exist, or a file cannot be created.</exception>
    public static NodeProcess Start(
        NodeName name,
        HostPort health,
        IReadOnlyList<string> arguments,
        LogFolder logs,
        TimeProvider clock
    )
    {
        Process process = NodeCommand.Start(name, ["--health", health.ToString(), .. arguments], logs.FullPath);
        return new NodeProcess(name, health, process, logs, clock);
    }

    /// <summary>The last line of its diagnostics, after it has ended; empty if there is none.</summary>
    public async Task<string> ReadLastLineAsync()
    {
        await _errors;
        return (await File.ReadAllLinesAsync(_diagnostics)).LastOrDefault(line => line.Length > 0) ?? "";
    }

    /// <summary>Kills it, as by <c>kill -9</c>, and keeps what it had written.</summary>
    public async Task KillAsync()
    {
        _isEnded = true; // before the kill, so that a concurrent snapshot does not count it as an unexpected end
        _process.Kill();
        await EndAsync();
    }

    /// <summary>Asks it to stop; kills it if it does not.</summary>
    public async Task StopAsync()
    {
        if (!_isEnded)
        {
            (_hasEndedByItself, _isEnded) = (_process.HasExited, true);
            // The program stops when its input ends (--stop-with-input), which works on every system, unlike a signal.
            _process.StandardInput.Close();
            await Task.WhenAny(_process.WaitForExitAsync(CancellationToken.None), Task.Delay(StopLimit, _clock));
            _process.Kill();
        }
        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        Health.Dispose();
    }

    private static async Task CopyAsync(Stream source, FileStream file)
    {
        await source.CopyToAsync(file);
        await file.FlushAsync();
    }

    private async Task EndAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None);
        // After the exit: the pipes still hold what the process wrote last.
        await Task.WhenAll(Log.End, _errors);
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

/// <summary>Queries whether a process is ready (<c>/health/ready</c>).</summary>
internal sealed class NodeHealth(HostPort address) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly Uri _ready = new($"http://{address}/health/ready");

    /// <summary>Returns why it is not ready; <c>null</c> if it is.</summary>
    public async Task<string?> FindObstacleAsync(CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await _http.GetAsync(_ready, cancellationToken);
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

    public void Dispose() => _http.Dispose();
}
