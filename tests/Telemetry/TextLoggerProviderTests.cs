using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace MGen.Telemetry.Tests;

public sealed class TextLoggerProviderTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose()
    {
        _stop.Dispose();
        _output.Dispose();
    }

    [Fact]
    public void Log_Exception_IsOneLineWithTimeLevelCategoryAndCauses()
    {
        Log(
            new DiagnosticsOptions(),
            Thrown(new InvalidOperationException("No way.", new IOException("first\n   second")))
        );

        Assert.Equal(
            $"2026-11-29T13:45:01.500Z error Orleans.Silo: failed: No way: first second{Environment.NewLine}",
            _output.ToString()
        );
    }

    [Fact]
    public void Log_MessageThatContainsItsCause_ContainsItOnce()
    {
        Log(new DiagnosticsOptions(), new AggregateException(new IOException("Connection refused")));

        Assert.EndsWith(
            $"failed: Connection refused{Environment.NewLine}",
            _output.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Log_ExceptionAtLevelDebug_HasItsStack()
    {
        Log(new DiagnosticsOptions(LogLevel.Debug), Thrown(new InvalidOperationException("no")));

        Assert.Contains(nameof(Thrown), _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Log_BelowTheLevel_IsNotWritten()
    {
        TextLoggerProvider provider = new(_output, new DiagnosticsOptions(LogLevel.Error), new FixedClock());

        provider.CreateLogger("Orleans.Silo").Log(LogLevel.Warning, default, "slow", null, static (state, _) => state);

        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public void Log_Json_IsOneObjectPerLine()
    {
        Log(new DiagnosticsOptions(IsJson: true), Thrown(new InvalidOperationException("no\nway")));

        JsonElement line = JsonDocument
            .Parse(Assert.Single(_output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)))
            .RootElement;
        Assert.Equal(
            """{"time":"2026-11-29T13:45:01.500Z","level":"error","category":"Orleans.Silo","event":31,"message":"failed: no way"}""",
            line.GetRawText()
        );
    }

    public static TheoryData<Exception> Cancellations =>
        [
            new TaskCanceledException(),
            new StartCanceledException("Start cancelled at stage '1999' by request."),
            new InvalidOperationException("Start failed.", new StartCanceledException("Start cancelled.")),
            new AggregateException(new TaskCanceledException()),
        ];

    [Theory]
    [MemberData(nameof(Cancellations), DisableDiscoveryEnumeration = true)]
    public void Log_CancelledAfterStop_IsNotWritten(Exception cancellation)
    {
        _stop.Cancel();

        Log(new DiagnosticsOptions(), Thrown(cancellation));

        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public void Log_FailureAfterStop_IsWritten()
    {
        _stop.Cancel();

        Log(new DiagnosticsOptions(), Thrown(new IOException("disk full")));

        Assert.NotEqual("", _output.ToString());
    }

    private void Log(DiagnosticsOptions options, Exception exception)
    {
        using TextLoggerProvider provider = new(_output, options, new FixedClock(), _stop.Token);
        provider
            .CreateLogger("Orleans.Silo")
            .Log(LogLevel.Error, new EventId(31), "failed", exception, static (state, _) => state);
    }

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

    /// <summary>
    /// Like Orleans' exception for a cancelled start, it is not an <see cref="OperationCanceledException"/>.
    /// </summary>
    private sealed class StartCanceledException(string message) : Exception(message);

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 29, 13, 45, 1, 500, TimeSpan.Zero);
    }
}
