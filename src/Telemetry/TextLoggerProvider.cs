using Microsoft.Extensions.Logging;

namespace MGen.Telemetry;

/// <summary>Diagnostics for people: one line per warning on a text stream.</summary>
public sealed class TextLoggerProvider(TextWriter output) : ILoggerProvider
{
    private readonly TextWriter _output = TextWriter.Synchronized(output);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new TextLogger(categoryName[(categoryName.LastIndexOf('.') + 1)..], _output);

    /// <summary>Leaves the stream to its owner.</summary>
    public void Dispose()
    {
    }

    private sealed class TextLogger(string category, TextWriter output) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                output.WriteLine($"{logLevel}: {category}: {formatter(state, exception)}{(exception is null ? "" : $"{Environment.NewLine}{exception}")}");
        }
    }
}
