using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace MGen.Telemetry;

/// <summary>
/// Writes diagnostics to a text stream, one line each: time in UTC, level, category, message, and the messages of an
/// exception and its causes. An exception's stack follows only at level debug.
/// </summary>
/// <param name="output">The stream; not disposed here.</param>
/// <param name="options">Level and format; <c>null</c>: warnings, as text.</param>
/// <param name="clock">The clock of the times; <c>null</c>: the system's.</param>
/// <param name="stop">
/// Cancelled when the program is asked to stop. Cancellations after that are a consequence of the stop and are not
/// written.
/// </param>
public sealed class TextLoggerProvider(
    TextWriter output,
    DiagnosticsOptions? options = null,
    TimeProvider? clock = null,
    CancellationToken stop = default
) : ILoggerProvider
{
    // Loggers of all categories share this stream, and any thread may log.
    private readonly TextWriter _output = TextWriter.Synchronized(output);
    private readonly DiagnosticsOptions _options = options ?? new DiagnosticsOptions();
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new TextLogger(categoryName, _output, _options, _clock, stop);

    /// <summary>Does nothing: the stream belongs to the caller.</summary>
    public void Dispose() { }

    private sealed class TextLogger(
        string category,
        TextWriter output,
        DiagnosticsOptions options,
        TimeProvider clock,
        CancellationToken stop
    ) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= options.Level && logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (!IsEnabled(logLevel) || (stop.IsCancellationRequested && FailureText.IsCancellation(exception)))
                return;
            string message = formatter(state, exception);
            if (exception is not null)
                message =
                    message.Length == 0
                        ? FailureText.Describe(exception)
                        : $"{message}: {FailureText.Describe(exception)}";
            string? stack = options.Level <= LogLevel.Debug ? exception?.ToString() : null;
            DiagnosticLine line = new(
                clock.GetUtcNow(),
                logLevel,
                category,
                eventId.Id,
                FailureText.OnOneLine(message),
                stack
            );
            output.WriteLine(options.IsJson ? line.ToJson() : line.ToString());
        }
    }
}

/// <summary>One line of diagnostics.</summary>
internal sealed record DiagnosticLine(
    DateTimeOffset Time,
    LogLevel Level,
    string Category,
    int EventId,
    string Message,
    string? Stack
)
{
    private string TimeText => Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private string LevelText =>
        Level switch
        {
            LogLevel.Information => "info",
            LogLevel.Critical => "error",
            _ => Level.ToString().ToLowerInvariant(),
        };

    /// <summary>Formats the line as text; a stack follows on further lines.</summary>
    public override string ToString()
    {
        string line = $"{TimeText} {LevelText} {Category}: {Message}";
        return Stack is null ? line : $"{line}{Environment.NewLine}{Stack}";
    }

    /// <summary>Formats the line as a JSON object, without line breaks.</summary>
    public string ToJson()
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            json.WriteString("time", TimeText);
            json.WriteString("level", LevelText);
            json.WriteString("category", Category);
            json.WriteNumber("event", EventId);
            json.WriteString("message", Message);
            if (Stack is not null)
                json.WriteString("stack", Stack);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}

/// <summary>Describes failures on one line.</summary>
internal static partial class FailureText
{
    /// <summary>
    /// Joins the messages of an exception and its causes, outermost first. A message that the text of the outer ones
    /// contains already is left out.
    /// </summary>
    public static string Describe(Exception exception)
    {
        string text = exception is AggregateException { InnerExceptions.Count: 1 } ? "" : exception.Message;
        for (Exception? cause = exception.InnerException; cause is not null; cause = cause.InnerException)
        {
            if (!text.Contains(cause.Message, StringComparison.Ordinal))
                text = text.Length == 0 ? cause.Message : $"{text.TrimEnd('.', ' ')}: {cause.Message}";
        }
        return text;
    }

    /// <summary>
    /// Whether an exception or one of its causes is a cancellation. Some libraries have their own type for
    /// cancellations, for example Orleans for a cancelled start.
    /// </summary>
    public static bool IsCancellation(Exception? exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (
                cause is OperationCanceledException
                || cause.GetType().Name.EndsWith("CanceledException", StringComparison.Ordinal)
            )
                return true;
        }
        return false;
    }

    /// <summary>Replaces line breaks, and the indentation after them, by spaces.</summary>
    public static string OnOneLine(string text) => LineBreak().Replace(text.Trim(), " ");

    [GeneratedRegex(@"\s*[\r\n]\s*")]
    private static partial Regex LineBreak();
}
