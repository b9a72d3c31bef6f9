using System.Text;
using System.Text.Json;
using MGen.Cli;

namespace MGen.Demo.Tests;

/// <summary>Runs <c>mgen-demo</c> in-process, in a temporary directory.</summary>
internal sealed class DemoWorld : IDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(
        TestContext.Current.CancellationToken
    );
    private readonly MemoryStream _output = new();
    private readonly WatchedWriter _error = new();

    public string Root { get; } = Directory.CreateTempSubdirectory("mgen-demo-test-").FullName;

    public string Output => Encoding.UTF8.GetString(_output.ToArray());

    public JsonElement Json =>
        Output.Length > 0
            ? JsonElement.Parse(Output)
            : throw new InvalidOperationException($"no output; standard error: {Error}");

    public string Error => _error.ToString();

    /// <summary>Sends the first signal when stderr contains this text.</summary>
    public void StopAt(string words) => _error.Watch(words, _stop.Cancel);

    /// <summary>Sends the first signal.</summary>
    public void Stop() => _stop.Cancel();

    public Task<ExitCode> RunAsync(params string[] arguments) =>
        DemoProgram.RunAsync(
            new ProgramWorld
            {
                Arguments = arguments,
                Environment = static _ => null,
                Output = _output,
                Error = _error,
                WorkingDirectory = Root,
                Stop = _stop.Token,
            }
        );

    /// <summary>
    /// Accepts a lagging generator, which is not tested here: the machine may be busy with other tests.
    /// </summary>
    public static void AssertNothingIsLost(ExitCode code, JsonElement report)
    {
        Assert.True(code is ExitCode.Ok or ExitCode.Doubtful, report.ToString());
        Assert.Equal((int)code, report.GetProperty("exitCode").GetInt32());
        Assert.Equal(0, report.GetProperty("messages").GetProperty("lost").GetInt64());
        Assert.Equal(0, report.GetProperty("messages").GetProperty("unexpected").GetInt64());
        Assert.Empty(report.GetProperty("losses").EnumerateObject());
    }

    public void Dispose()
    {
        _stop.Dispose();
        _output.Dispose();
        _error.Dispose();
        Directory.Delete(Root, recursive: true);
    }

    private sealed class WatchedWriter : StringWriter
    {
        private string? _words;
        private Action? _react;

        public void Watch(string words, Action react) => (_words, _react) = (words, react);

        public override void Write(string? value)
        {
            base.Write(value);
            if (_words is not null && value?.Contains(_words, StringComparison.Ordinal) == true)
                _react!();
        }
    }
}
