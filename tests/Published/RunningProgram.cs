using System.Collections.Concurrent;
using System.Diagnostics;
using MGen.Tests.Programs;

namespace MGen.Published.Tests;

/// <summary>
/// A published program that runs in a directory of its own, with an environment in which there is nothing but what the
/// test says.
/// </summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Task _output;
    private readonly Task<string> _error;
    private readonly Lock _lock = new();
    private readonly List<(Func<string, bool> Fits, TaskCompletionSource<string> Found)> _waiting = [];

    private RunningProgram(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
        _output = ReadOutputAsync();
    }

    /// <summary>The lines of its standard output.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <param name="program">Its full path.</param>
    /// <param name="directory">Where it works.</param>
    /// <param name="environment">All variables it has.</param>
    /// <param name="arguments">Its command line.</param>
    public static RunningProgram Start(
        string program,
        string directory,
        IReadOnlyDictionary<string, string> environment,
        params IEnumerable<string> arguments
    )
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return new RunningProgram(Process.Start(start)!);
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<Ended> RunAsync(
        string program,
        string directory,
        IReadOnlyDictionary<string, string> environment,
        params IEnumerable<string> arguments
    )
    {
        await using RunningProgram running = Start(program, directory, environment, arguments);
        return await running.EndAsync();
    }

    /// <summary>Waits for a line that was written already or will be.</summary>
    public async Task<string> AwaitLineAsync(Func<string, bool> fits)
    {
        TaskCompletionSource<string> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_lines.FirstOrDefault(fits) is { } known)
                return known;
            _waiting.Add((fits, found));
        }
        Task ended = await Task.WhenAny(found.Task, _output, Task.Delay(Patience, TimeProvider.System));
        Assert.True(
            ended == found.Task || found.Task.IsCompletedSuccessfully,
            $"{_process.ProcessName} did not write what was awaited; it wrote:\n{string.Join('\n', _lines)}"
        );
        return await found.Task;
    }

    /// <summary>The address in its <c>listening</c> line.</summary>
    public async Task<string> AwaitAddressAsync() =>
        (await AwaitLineAsync(line => line.Contains(",listening,", StringComparison.Ordinal))).Split(",listening,")[1];

    /// <summary>SIGTERM, then its end.</summary>
    public async Task<Ended> StopAsync()
    {
        await Signals.SendAsync("TERM", _process.Id);
        return await EndAsync();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<Ended> EndAsync()
    {
        using CancellationTokenSource limit = new(Patience);
        await _process.WaitForExitAsync(limit.Token);
        await _output;
        return new Ended(_process.ExitCode, string.Concat(_lines.Select(line => line + '\n')), await _error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _output;
        await _error;
        _process.Dispose();
    }

    private async Task ReadOutputAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (_lock)
            {
                _lines.Enqueue(line);
                foreach ((Func<string, bool> fits, TaskCompletionSource<string> found) in _waiting)
                {
                    if (fits(line))
                        found.TrySetResult(line);
                }
            }
        }
    }

    /// <summary>How a program ended.</summary>
    public sealed record Ended(int Code, string Output, string Error);
}
