using System.CommandLine;
using MGen.Cli.Help;
using MGen.EventLog;

namespace MGen.Cli;

/// <summary>
/// The event log on a program's standard output: the option that every program with a log has, and how it is opened.
/// </summary>
public sealed class EventLogOption
{
    private readonly Option<string> _whenFull = new("--log-full")
    {
        Description =
            "When the log's reader stands still and a million lines wait: wait for it, and traffic stands still; or drop lines, which are counted.",
        DefaultValueFactory = _ => "wait",
    };

    /// <summary>Makes the option.</summary>
    public EventLogOption() => _whenFull.AcceptOnlyFromAmong("wait", "drop");

    /// <summary>Adds it to a command, under a heading.</summary>
    public void AddTo(Command command, string group = "Event log and diagnostics")
    {
        ArgumentNullException.ThrowIfNull(command);
        command.AddGroup(group, _whenFull);
    }

    /// <summary>What was asked for.</summary>
    public FullQueue Read(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return parsed.GetValue(_whenFull) == "drop" ? FullQueue.Drop : FullQueue.Wait;
    }

    /// <summary>
    /// Opens the log on a program's output. That its reader stands still, that it goes on, and that the output fails is
    /// told on stderr at once; once the program is asked to stop, a reader that stands still is given up after 5 s.
    /// </summary>
    /// <param name="world">The program's world.</param>
    /// <param name="program">Its name.</param>
    /// <param name="whenFull">What happens when the queue is full.</param>
    /// <exception cref="IOException">The output was closed when the program started; <see cref="CommandLine.RunAsync"/>
    /// says so.</exception>
    public static EventLogWriter Open(ProgramWorld world, string program, FullQueue whenFull)
    {
        ArgumentNullException.ThrowIfNull(world);
        world.Output.Flush();
        EventLogOptions options = new()
        {
            WhenFull = whenFull,
            OutputNeverWaits = world.Output is OutputStream { NeverWaits: true },
            Stop = world.Stop,
            Tell = Teller(world, program),
        };
        return new EventLogWriter(world.Output, world.Clock, options);
    }

    /// <summary>Tells people on stderr what becomes of a log.</summary>
    public static Action<string> Teller(ProgramWorld world, string program)
    {
        ArgumentNullException.ThrowIfNull(world);
        string erase = world.ErrorIsTerminal ? ProgressLine.EraseLine : "";
        return sentence => world.Error.WriteLine($"{erase}{program}: {sentence}");
    }

    /// <summary>
    /// The verdict on a log at the program's end: says on stderr how many lines are missing, if any are.
    /// </summary>
    public static async Task<ExitCode> JudgeAsync(ProgramWorld world, string program, EventLogWriter log)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(log);
        if (log.IsComplete)
            return ExitCode.Ok;
        string why = log.Failure is null ? "its reader stood still, and --log-full is drop" : log.Failure.Message;
        await world.Error.WriteLineAsync(
            FormattableString.Invariant($"{program}: the event log lacks {log.LinesLost:N0} lines: {why}")
        );
        return ExitCode.CheckFailed;
    }
}
