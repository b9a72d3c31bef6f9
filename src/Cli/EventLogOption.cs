using System.CommandLine;
using MGen.Cli.Help;
using MGen.EventLog;

namespace MGen.Cli;

/// <summary>
/// The option <c>--log-full</c>, which all programs with an event log have, and the opening of that log.
/// </summary>
public sealed class EventLogOption
{
    private readonly Option<string> _whenFull = new("--log-full")
    {
        Description =
            "When the log's reader is too slow and a million lines are queued: wait for the reader, which stops all traffic; or drop lines, which are counted.",
        DefaultValueFactory = _ => "wait",
    };

    /// <summary>Creates the option.</summary>
    public EventLogOption() => _whenFull.AcceptOnlyFromAmong("wait", "drop");

    /// <summary>Adds the option to a command, under a heading of its help.</summary>
    public void AddTo(Command command, string group = "Event log and diagnostics")
    {
        ArgumentNullException.ThrowIfNull(command);
        command.AddGroup(group, _whenFull);
    }

    /// <summary>Reads the value.</summary>
    public FullQueue Read(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return parsed.GetValue(_whenFull) == "drop" ? FullQueue.Drop : FullQueue.Wait;
    }

    /// <summary>
    /// Opens the log on a program's output. Reports, as <see cref="CreateReporter"/> does, when the reader stops or
    /// resumes reading and when the output fails. While the program stops, a reader that does not read is abandoned
    /// after 5 s.
    /// </summary>
    /// <param name="world">The program's environment.</param>
    /// <param name="program">The program's name.</param>
    /// <param name="whenFull">What to do when the queue is full.</param>
    /// <exception cref="IOException">
    /// The output was closed when the program started. <see cref="CommandLine.RunAsync"/> reports it.
    /// </exception>
    public static EventLogWriter Open(ProgramWorld world, string program, FullQueue whenFull)
    {
        ArgumentNullException.ThrowIfNull(world);
        world.Output.Flush();
        EventLogOptions options = new()
        {
            WhenFull = whenFull,
            OutputNeverWaits = world.Output is OutputStream { NeverWaits: true },
            Stop = world.Stop,
            Tell = CreateReporter(world, program),
        };
        return new EventLogWriter(world.Output, world.Clock, options);
    }

    /// <summary>
    /// Returns an action that reports a problem: to <see cref="ProgramWorld.ReportProblem"/> if it is set, else on
    /// stderr. A progress line is erased first.
    /// </summary>
    public static Action<string> CreateReporter(ProgramWorld world, string program)
    {
        ArgumentNullException.ThrowIfNull(world);
        string erase = world.ErrorIsTerminal ? ProgressLine.EraseLine : "";
        if (world.ReportProblem is not { } report)
            return sentence => world.Error.WriteLine($"{erase}{program}: {sentence}");
        return sentence =>
        {
            world.Error.Write(erase);
            report(sentence);
        };
    }

    /// <summary>
    /// Returns the exit code for a log at the program's end, and reports on stderr how many lines are missing, if any.
    /// </summary>
    public static async Task<ExitCode> ReportLossesAsync(ProgramWorld world, string program, EventLogWriter log)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(log);
        if (log.IsComplete)
            return ExitCode.Ok;
        string why = log.Failure is null ? "its reader was too slow, and --log-full is drop" : log.Failure.Message;
        await world.Error.WriteLineAsync(
            FormattableString.Invariant($"{program}: the event log lacks {log.LinesLost:N0} lines: {why}")
        );
        return ExitCode.CheckFailed;
    }
}
