using MGen.Cli;
using MGen.Contract;

namespace MGen.Server.Tests;

/// <summary>One run of <c>mgen-server</c> in this process.</summary>
internal sealed class ProgramRun : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly StringWriter _error = new();
    private readonly Task<ExitCode> _ended;

    public ProgramRun(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        _ended = ServerProgram.RunAsync(
            new ProgramWorld
            {
                Arguments = arguments,
                Environment = name => environment.GetValueOrDefault(name),
                Output = Log,
                Error = TextWriter.Synchronized(_error),
                WorkingDirectory = AppContext.BaseDirectory,
                Stop = _stop.Token,
            }
        );

    public ProgramRun(params string[] arguments)
        : this(new Dictionary<string, string>(), arguments) { }

    public LogCapture Log { get; } = new();

    public string Error => _error.ToString();

    /// <summary>Waits until it listens.</summary>
    /// <returns>The port.</returns>
    public async Task<int> ListensAsync()
    {
        string line = (await Log.WaitForAsync("listening,"))[0];
        return int.Parse(line[(line.LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Waits for its end.</summary>
    public Task<ExitCode> EndAsync() =>
        _ended.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>Requests a stop, as the first SIGTERM does, and waits for the end.</summary>
    public async Task<ExitCode> StopAsync()
    {
        await _stop.CancelAsync();
        return await EndAsync();
    }

    public void Dispose()
    {
        _stop.Dispose();
        _error.Dispose();
        Log.Dispose();
    }
}
