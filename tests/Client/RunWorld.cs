using System.Text;
using MGen.Cli;

namespace MGen.SwarmHosting.Tests;

/// <summary>
/// An environment with a temporary directory, in which a program runs in-process and writes the event log to its
/// output.
/// </summary>
internal abstract class RunWorld(Func<ProgramWorld, Task<ExitCode>> program) : IDisposable
{
    private readonly WatchedStream _output = new();
    private readonly WatchedWriter _error = new();

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("mgen-run-tests-").FullName;

    /// <summary>Environment variables of the program.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Whether the program said that it does not need .NET's thread that waits for sockets.</summary>
    public bool OmitsSocketThread { get; private set; }

    public string Error => _error.ToString();

    public string Output => _output.Text;

    public void Write(string file, string content) => File.WriteAllText(Path.Combine(Directory, file), content);

    /// <summary>Sends the first signal as soon as the event log contains this text.</summary>
    public void StopWhenOutputContains(string text) => _output.StopAt = text;

    /// <summary>Sends the first signal as soon as stderr shows this.</summary>
    public void StopWhenErrorContains(string text) => _error.Found += () => _output.SendStop(text, Error);

    public Task<ExitCode> RunAsync(params string[] arguments) =>
        program(
            new ProgramWorld
            {
                Arguments = arguments,
                Environment = name => Variables.GetValueOrDefault(name),
                OmitSocketThread = () => OmitsSocketThread = true,
                Output = _output,
                Error = _error,
                WorkingDirectory = Directory,
                Stop = _output.Stop,
            }
        );

    public void Dispose()
    {
        System.IO.Directory.Delete(Directory, recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    private sealed class WatchedStream : MemoryStream
    {
        private readonly CancellationTokenSource _stop = new();

        public string? StopAt { get; set; }

        public CancellationToken Stop => _stop.Token;

        public string Text => Encoding.UTF8.GetString(ToArray());

        public void SendStop(string wanted, string text)
        {
            if (text.Contains(wanted, StringComparison.Ordinal))
                _stop.Cancel();
        }

        public override void Flush()
        {
            if (StopAt is not null && Text.Contains(StopAt, StringComparison.Ordinal))
                _stop.Cancel();
        }

        protected override void Dispose(bool disposing)
        {
            _stop.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class WatchedWriter : StringWriter
    {
        public event Action? Found;

        public override void Write(string? value)
        {
            base.Write(value);
            Found?.Invoke();
        }
    }
}
