using System.CommandLine;
using MGen.Cli.Help;
using Microsoft.Extensions.Logging;

namespace MGen.Telemetry;

/// <summary>Level and format of a program's diagnostics on stderr, and which messages are traced.</summary>
/// <param name="Level">Lowest level that is written.</param>
/// <param name="IsJson">Whether each line is a JSON object.</param>
public sealed record DiagnosticsOptions(LogLevel Level = LogLevel.Warning, bool IsJson = false)
{
    /// <summary>Which messages are traced. Default: none.</summary>
    public TraceOptions Traces { get; init; } = new();
}

/// <summary>The options that every program with diagnostics has.</summary>
public sealed class DiagnosticsOption
{
    private const string Group = "Event log and diagnostics";

    /// <summary>
    /// The variables that turn the export on, for the section on environment variables of a program's help.
    /// </summary>
    public const string EnvironmentHelp = """
          OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4317 sends metrics and
          diagnostics to a collector; the exporter's other OTEL_ variables apply.
        """;

    private static readonly Dictionary<string, LogLevel> Levels = new()
    {
        ["error"] = LogLevel.Error,
        ["warning"] = LogLevel.Warning,
        ["info"] = LogLevel.Information,
        ["debug"] = LogLevel.Debug,
    };

    private readonly Option<string?> _level;

    private readonly Option<string> _format = new("--log-format")
    {
        Description = "Diagnostics as lines of text or of JSON.",
        DefaultValueFactory = _ => "text",
    };

    private readonly TraceOption? _traces;
    private readonly bool _quietHidesWarnings;

    /// <summary>Creates the options.</summary>
    /// <param name="withTraces">Whether messages pass through the program, so that it joins their traces.</param>
    /// <param name="quietHidesWarnings">Whether the default level is error with <c>--quiet</c>.</param>
    public DiagnosticsOption(bool withTraces = false, bool quietHidesWarnings = true)
    {
        string quiet = quietHidesWarnings ? "; with --quiet error" : "";
        _level = new Option<string?>("--log-level")
        {
            Description =
                $"Diagnostics on stderr from this level on; stack traces only at debug (default: warning{quiet}).",
        };
        _quietHidesWarnings = quietHidesWarnings;
        _traces = withTraces ? new TraceOption() : null;
        _level.AcceptOnlyFromAmong([.. Levels.Keys]);
        _format.AcceptOnlyFromAmong("text", "json");
    }

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="group">The heading in the help text.</param>
    public void AddTo(Command command, string group = Group)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.AddGroup(group, _level, _format);
        _traces?.AddTo(command, group);
    }

    /// <summary>Reads the values.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="isQuiet">Whether <c>--quiet</c> is given.</param>
    public DiagnosticsOptions Read(ParseResult parsed, bool isQuiet)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        // --quiet is about progress; a program that fails must still say so.
        LogLevel byDefault = isQuiet && _quietHidesWarnings ? LogLevel.Error : LogLevel.Warning;
        return new DiagnosticsOptions(
            parsed.GetValue(_level) is { } level ? Levels[level] : byDefault,
            parsed.GetValue(_format) == "json"
        )
        {
            Traces = _traces?.Read(parsed) ?? new TraceOptions(),
        };
    }
}
