using Microsoft.Extensions.Logging;

namespace MGen.Telemetry.Tests;

public sealed class TextLoggerProviderTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ILogger _logger;

    public TextLoggerProviderTests() => _logger = new TextLoggerProvider(_output, _stop.Token).CreateLogger("Orleans.Silo");

    public void Dispose()
    {
        _stop.Dispose();
        _output.Dispose();
    }

    [Fact]
    public void Log_ExceptionWhileRunning_HasItsStack()
    {
        Log(Thrown(new InvalidOperationException("no")));

        Assert.StartsWith($"Error: Silo: failed{Environment.NewLine}System.InvalidOperationException: no", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains(nameof(Thrown), _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Log_ExceptionAfterStop_HasOneLine()
    {
        _stop.Cancel();

        Log(Thrown(new InvalidOperationException("no")));

        Assert.Equal($"Error: Silo: failed: no{Environment.NewLine}", _output.ToString());
    }

    [Fact]
    public void Log_CancelledAfterStop_IsNoNews()
    {
        _stop.Cancel();

        Log(Thrown(new TaskCanceledException()));

        Assert.Equal("", _output.ToString());
    }

    private void Log(Exception exception) => _logger.Log(LogLevel.Error, default, "failed", exception, static (state, _) => state);

    private static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception thrown)
        {
            return thrown;
        }
    }
}
