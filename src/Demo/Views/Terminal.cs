using MGen.Analysis.Results;
using MGen.Cli;
using MGen.Demo.Accounting;
using MGen.LivePage;
using Spectre.Console;

namespace MGen.Demo.Views;

/// <summary>Shows the readings of a run on stderr.</summary>
internal static class Terminal
{
    /// <summary>
    /// Shows each reading until the last: on a terminal a screen that is redrawn in place and cleared at the end,
    /// otherwise lines.
    /// </summary>
    public static Task ShowAsync(ProgramWorld world, RunReadings readings, DeliveryWatch watch) =>
        world.ErrorIsTerminal && world.Environment("TERM") != "dumb"
            ? DrawAsync(world, new Screen(readings.Subject, world.Clock), readings.EachSecondAsync())
            : PrintAsync(world.Error, readings.EachSecondAsync(), watch);

    private static Task DrawAsync(ProgramWorld world, Screen screen, IAsyncEnumerable<LiveReading> readings)
    {
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                // Set here, because the library detects only the console's own writers as terminals.
                Ansi = AnsiSupport.Yes,
                Interactive = InteractionSupport.Yes,
                ColorSystem = world.Environment("NO_COLOR") is { Length: > 0 }
                    ? ColorSystemSupport.NoColors
                    : ColorSystemSupport.Standard,
                Out = new AnsiConsoleOutput(world.Error),
            }
        );
        return console
            .Live(new Text(""))
            .AutoClear(true)
            .Overflow(VerticalOverflow.Crop)
            .Cropping(VerticalOverflowCropping.Bottom)
            .StartAsync(async live =>
            {
                await foreach (LiveReading reading in readings)
                    live.UpdateTarget(screen.Draw(reading, console.Profile.Height - 1));
            });
    }

    private static async Task PrintAsync(TextWriter output, IAsyncEnumerable<LiveReading> readings, DeliveryWatch watch)
    {
        HashSet<string> printed = [];
        await foreach (LiveReading reading in readings)
        {
            foreach (string line in watch.Kills.SelectMany(Lines).Where(printed.Add))
                await output.WriteLineAsync(line);
            await output.WriteLineAsync(Line(reading));
        }
    }

    /// <summary>Lines about a kill: the kill itself and, once traffic has recovered, its effect.</summary>
    private static IEnumerable<string> Lines(Kill kill)
    {
        yield return FormattableString.Invariant($"{kill.At.TotalSeconds, 6:F1} s   killed {kill.Node}");
        if (kill.IsOver)
            yield return $"           {kill.Node} was killed: {kill.Effect}";
    }

    /// <summary>Time, numbers without a unit, and p99 of latency; while users register, only the connections.</summary>
    private static string Line(LiveReading now)
    {
        LiveMeasure connections = now.Measures[0];
        if (now.Elapsed == TimeSpan.Zero)
            return $"{now.Phase}   {connections.Name} {QuantityText.Count(connections.Value)} {connections.Note}";
        IEnumerable<string> numbers = now
            .Measures.Where(measure => measure.Unit.Length == 0)
            .Select(measure => $"{measure.Name} {QuantityText.Count(measure.Value)}");
        return FormattableString.Invariant(
            $"{now.Elapsed.TotalSeconds, 6:F0} s   {string.Join("   ", numbers)}   p99 {Screen.Time(now.Times[0].P99)}"
        );
    }
}
