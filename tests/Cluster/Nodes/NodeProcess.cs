using System.Diagnostics;
using System.Net;
using MGen.Contract;
using MGen.Tests.Programs;

namespace MGen.Cluster.Tests.Nodes;

/// <summary>A silo or a gateway as a process of its own.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    /// <summary>
    /// A process that cannot start ends immediately with a message. A successful start has taken more than a minute on
    /// two cores with thirty other busy processes.
    /// </summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task _output;
    private readonly Task _errors;
    private readonly StringWriter _said = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NodeProcess(Process process, LogCapture capture)
    {
        _process = process;
        _output = process.StandardOutput.BaseStream.CopyToAsync(capture.AddSource());
        _errors = ReadErrorsAsync();
    }

    public IPEndPoint? Address { get; private set; }

    /// <summary>The address of a silo's health pages.</summary>
    public Uri? Health { get; set; }

    /// <summary>Its output on stderr.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>Starts a process and waits until it reports that it has started.</summary>
    public static Task<NodeProcess> StartAsync(string program, LogCapture capture, params string[] arguments) =>
        StartAsync(program, capture, new Dictionary<string, string>(), arguments);

    /// <summary>
    /// Starts a process with further environment variables and waits until it reports that it has started.
    /// </summary>
    public static async Task<NodeProcess> StartAsync(
        string program,
        LogCapture capture,
        IReadOnlyDictionary<string, string> environment,
        string[] arguments
    )
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, $"{program}.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        NodeProcess node = new(Process.Start(start)!, capture);
        Task ended = node._process.WaitForExitAsync();
        if (
            await Task.WhenAny(node._ready.Task, ended, Task.Delay(StartPatience, TimeProvider.System))
            == node._ready.Task
        )
            return node;
        string how = ended.IsCompleted
            ? $"ended with exit code {node._process.ExitCode} before it was ready"
            : $"was not ready after {StartPatience}";
        await node.DisposeAsync();
        string output = node.Said.Length > 0 ? node.Said : "nothing";
        throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} {how}; its output: {output}");
    }

    /// <summary>Stops it in order.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        return await EndAsync();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> EndAsync()
    {
        using CancellationTokenSource limit = new(Patience);
        await _process.WaitForExitAsync(limit.Token);
        await Task.WhenAll(_output, _errors);
        return _process.ExitCode;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends a signal by its name.</summary>
    public Task SignalAsync(string signal) => Signals.SendAsync(signal, _process.Id);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        await Task.WhenAll(_output, _errors);
        _process.Dispose();
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_said)
                _said.WriteLine(line);
            if (line.Contains(" listens on ", StringComparison.Ordinal))
                Address = IPEndPoint.Parse(line.Split(" listens on ")[1].Split(' ')[0]);
            if (line.EndsWith("stop it with Ctrl-C or SIGTERM", StringComparison.Ordinal))
                _ready.TrySetResult();
        }
    }
}
