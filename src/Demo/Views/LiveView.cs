using MGen.Cli;
using Spectre.Console;

namespace MGen.Demo.Views;

/// <summary>Redraws the <see cref="Screen"/> in place with each snapshot, and clears it at the end.</summary>
internal sealed class LiveView(ProgramWorld world, DemoIdentity identity, RecentEvents events) : IProgressView
{
    private readonly Screen _screen = new(identity);

    /// <summary>Whether stderr is a terminal that can be drawn on.</summary>
    public static bool IsPossible(ProgramWorld world) => world.ErrorIsTerminal && world.Environment("TERM") != "dumb";

    /// <inheritdoc/>
    public Task ShowAsync(IAsyncEnumerable<DemoSnapshot> snapshots)
    {
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                // Given, not detected: the library knows only the console's own writers as terminals.
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
                await foreach (DemoSnapshot snapshot in snapshots)
                    live.UpdateTarget(_screen.Draw(snapshot, events.Latest));
            });
    }
}

/// <summary>Shows the progress of a run.</summary>
internal interface IProgressView
{
    /// <summary>Shows each snapshot as it arrives; ends with the last.</summary>
    Task ShowAsync(IAsyncEnumerable<DemoSnapshot> snapshots);
}
