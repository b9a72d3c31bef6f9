using System.CommandLine;
using MGen.Cli;
using MGen.Cli.Help;

namespace MGen.Telemetry;

/// <summary>Which messages are traced.</summary>
/// <param name="Sample">Fraction of the messages, from 0 (none) to 1.</param>
/// <param name="Run">The run's name, a part of the ids of its traces.</param>
public sealed record TraceOptions(double Sample = 0, string Run = "");

/// <summary>The options about traces, of the programs that messages pass through.</summary>
public sealed class TraceOption
{
    private readonly Option<double> _sample = new("--trace-sample")
    {
        HelpName = "n",
        Description =
            "Fraction of the messages whose path is exported as a trace, from 0 to 1; the same for all programs of a run. Needs OTEL_EXPORTER_OTLP_ENDPOINT.",
        DefaultValueFactory = _ => 0,
    };

    private readonly Option<string> _run = new("--trace-run")
    {
        HelpName = "name",
        Description =
            "Name of the run in the ids of traces, the same for all its programs; keeps runs at one collector apart.",
        DefaultValueFactory = _ => "",
    };

    /// <summary>Creates the options.</summary>
    public TraceOption() => OptionRules.RequireBetween(_sample, 0, 1);

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="group">The heading in the help text.</param>
    public void AddTo(Command command, string group)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.AddGroup(group, _sample, _run);
    }

    /// <summary>Reads the values.</summary>
    public TraceOptions Read(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return new TraceOptions(parsed.GetValue(_sample), parsed.GetValue(_run) ?? "");
    }
}
