using System.Globalization;
using System.Text;
using MGen.Cli;

namespace MGen.Client.Tests;

/// <summary>A world with a directory of its own, in which the client is run.</summary>
internal sealed class ClientWorld : IDisposable
{
    private readonly StringWriter _error = new();
    private readonly WatchedStream _output = new();

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("mgen-client-tests-").FullName;

    public string Error => _error.ToString();

    public string Output => _output.Text;

    public void WriteConfig(string file, string server, double idleSeconds = 100_000, string extra = "") => File.WriteAllText(
        Path.Combine(Directory, file),
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            user: {{(file == "a.yaml" ? "Alice" : "Bob")}}
            message_server: {{server}}
            web_server: {{server}}
            bootstrap: 0
            retry: 0.02
            {{extra}}conversations: [{ group: group1 }]
            distributions:
              s: 0
              r: 0
              m: { distribution: Poisson, lambda: 1 }
              i: { distribution: Uniform, low: {{idleSeconds}}, high: {{idleSeconds * 1.001}} }
              w: { distribution: Uniform, low: 1, high: 2 }
              a_s: { distribution: Uniform, low: 1, high: 2 }
              a_r: { distribution: Uniform, low: 1, high: 2 }

            """));

    /// <summary>Sends the first signal as soon as the event log shows this.</summary>
    public void StopWhenOutputContains(string text) => _output.StopAt = text;

    public Task<ExitCode> RunAsync(params string[] arguments) => ClientProgram.RunAsync(new ProgramWorld
    {
        Arguments = arguments,
        Environment = _ => null,
        Output = _output,
        Error = _error,
        WorkingDirectory = Directory,
        Stop = _output.Stop,
    });

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
}
