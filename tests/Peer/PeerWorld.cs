using System.Globalization;
using System.Text;
using MGen.Cli;

namespace MGen.Peer.Tests;

/// <summary>A world with a directory of its own, in which peers are run.</summary>
internal sealed class PeerWorld : IDisposable
{
    private static int _last;

    private readonly StringWriter _error = new();
    private readonly WatchedStream _output = new();

    public PeerWorld()
    {
        int number = (Environment.ProcessId << 4) + (Interlocked.Increment(ref _last) & 15);
        string host = string.Create(CultureInfo.InvariantCulture, $"127.{1 + ((number >> 16) % 250)}.{(number >> 8) & 255}.{1 + ((number & 255) % 254)}");
        Write("hosts", $"{host}:20001 alice\n{host}:20002 bob\n");
    }

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("mgen-peer-tests-").FullName;

    public string Error => _error.ToString();

    public string Output => _output.Text;

    /// <summary>The log's lines without their times.</summary>
    public string[] Log => [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join(',', line.Split(',')[2..]))];

    public void Write(string file, string content) => File.WriteAllText(Path.Combine(Directory, file), content);

    public void WritePeer(string user, string recipient, double idleSeconds = 100_000, string extra = "") => Write(
        $"{user}.yaml",
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            user: {{user}}
            bootstrap: 0
            retry: 0.02
            {{extra}}conversations: [{ group: tea, recipients: {{recipient}} }]
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

    public Task<ExitCode> RunAsync(params string[] arguments) => PeerProgram.RunAsync(new ProgramWorld
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
