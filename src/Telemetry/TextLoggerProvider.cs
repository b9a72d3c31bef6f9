using Microsoft.Extensions.Logging;

namespace MGen.Telemetry;

/// <summary>Diagnostics for people: one line per warning on a text stream, and the stack of an exception.</summary>
/// <param name="output">The stream.</param>
/// <param name="stop">
/// Cancelled when the program is asked to stop. What is cancelled from then on is no news, and other exceptions are told without their stack: they are
/// consequences of a start that was broken off.
/// </param>
public sealed class TextLoggerProvider(TextWriter output, CancellationToken stop = default) : ILoggerProvider
{
    private readonly TextWriter _output = TextWriter.Synchronized(output);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new TextLogger(categoryName[(categoryName.LastIndexOf('.') + 1)..], _output, stop);

    /// <summary>Leaves the stream to its owner.</summary>
    public void Dispose()
    {
    }

    private sealed class TextLogger(string category, TextWriter output, CancellationToken stop) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel) || (stop.IsCancellationRequested && exception is OperationCanceledException))
                return;
            string cause = exception is null ? "" : stop.IsCancellationRequested ? $": {exception.Message}" : $"{Environment.NewLine}{exception}";
            output.WriteLine($"{logLevel}: {category}: {formatter(state, exception)}{cause}");
        }
    }
}
