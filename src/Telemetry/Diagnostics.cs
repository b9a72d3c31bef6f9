using MGen.Cli;
using Microsoft.Extensions.Logging;

namespace MGen.Telemetry;

/// <summary>
/// A program's diagnostics: lines on stderr and, if the environment names a collector, the same lines, metrics and
/// traces to the collector.
/// </summary>
public sealed class Diagnostics : ILoggerProvider
{
    private readonly TextLoggerProvider _text;
    private readonly OtlpExport? _export;

    private Diagnostics(TextLoggerProvider text, OtlpExport? export)
    {
        _text = text;
        _export = export;
    }

    /// <summary>Starts diagnostics and export.</summary>
    /// <param name="world">The program's environment.</param>
    /// <param name="program">The program's name.</param>
    /// <param name="options">Level and format of the lines on stderr, and which messages are traced.</param>
    /// <param name="meters">Names of the meters to export.</param>
    /// <exception cref="UriFormatException">
    /// An <c>OTEL_</c> variable's value is not allowed, or there is no endpoint for traces.
    /// </exception>
    public static Diagnostics Start(
        ProgramWorld world,
        string program,
        DiagnosticsOptions options,
        params string[] meters
    )
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(options);
        return new Diagnostics(
            new TextLoggerProvider(world.Error, options, world.Clock, world.Stop),
            OtlpExport.Start(world.Environment, ServiceIdentity.Create(world, program), options.Traces, meters)
        );
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName)
    {
        ILogger text = _text.CreateLogger(categoryName);
        return _export?.Loggers is { } collector ? new BothLogger(text, collector.CreateLogger(categoryName)) : text;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _export?.Dispose();
        _text.Dispose();
    }

    /// <summary>
    /// Writes to stderr and to the collector. The level of the lines on stderr applies to the collector, too.
    /// </summary>
    private sealed class BothLogger(ILogger text, ILogger collector) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => text.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (!IsEnabled(logLevel))
                return;
            text.Log(logLevel, eventId, state, exception, formatter);
            collector.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
