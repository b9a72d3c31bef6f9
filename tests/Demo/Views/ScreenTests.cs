using MGen.Cli;
using MGen.Demo.Views;
using MGen.LivePage;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;

namespace MGen.Demo.Tests.Views;

public sealed class ScreenTests
{
    private static readonly LiveSubject Subject = new(
        "mgen-demo",
        "lab-3",
        [new LiveFact("seed", "42"), new LiveFact("carried", "TLS by openssl")],
        TimeSpan.FromSeconds(30)
    );

    private static readonly string[][] Events =
    [
        ["ava", "→ ben", "160 B"],
        ["ben", "· chess (3)", "active"],
        ["ben", "→ chess (3)", "40 kB, attachment"],
    ];

    private static readonly LiveReading Start = Reading(messages: 0, bytes: 0);

    private static readonly LiveReading Now = Reading(messages: 1_234, bytes: 1_500_000) with
    {
        Phase = "talking",
        Elapsed = TimeSpan.FromSeconds(10),
        Times = [new LiveTimes("latency: from a message's creation", 9, 1_000, 2_000, 10_000, 100_000, null, null)],
        Tables =
        [
            new LiveTable(
                "Killed",
                [],
                [
                    ["silo 1", "after 4.0 s", "paused for 3.41 s: 23 deliveries held up"],
                ]
            ),
            new LiveTable("Latest events", [], Events),
        ],
    };

    [Fact]
    public void Draw_Talking_HasThisText() =>
        Assert.Equal(
            $"""
            mgen-demo {ProgramVersion.Text}   seed 42   carried TLS by openssl
            talking      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━  00:10 of 00:30

            connections          58   of 58, 58 registered
            messages          1,234         123/s   █
            bytes sent       1.5 MB      150 kB/s   █                                in 3
            latency            1 ms p50   2 ms p90   10 ms p99   100 ms max

                   silo 1 after 4.0 s        paused for 3.41 s: 23 deliveries held up

                      ava → ben                  160 B
                      ben · chess (3)           active
                      ben → chess (3)        40 kB, attachment
            """,
            Draw(width: 80).TrimEnd()
        );

    [Fact]
    public void Draw_RisingRates_RiseToTheTopOfTheSparkline()
    {
        FakeTimeProvider clock = new();
        Screen screen = new(Subject, clock);
        string drawn = "";
        foreach (long messages in (long[])[0, 0, 1, 5, 13])
        {
            drawn = Text(screen, Reading(messages, bytes: 0), 80, 24);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Contains("13           8/s    ▁▄█", drawn, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_LowTerminal_ShowsTheNewestRowsOfTheLastTable()
    {
        string[] lines = Draw(width: 80, height: 11).TrimEnd().Split('\n');

        Assert.Equal(11, lines.Length);
        Assert.Contains("40 kB", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(47)]
    public void Draw_NarrowTerminal_CutsAndNeverWraps(int width)
    {
        IEnumerable<string> cut = Draw(200).Split('\n').Select(line => line[..Math.Min(width, line.Length)].TrimEnd());

        Assert.Equal(string.Join('\n', cut), Draw(width));
    }

    private static LiveReading Reading(long messages, long bytes) =>
        new()
        {
            Phase = "starting",
            Elapsed = TimeSpan.Zero,
            Measures =
            [
                new LiveMeasure("connections", LiveMeasureKind.Level, 58, Note: "of 58, 58 registered"),
                new LiveMeasure("messages", LiveMeasureKind.Count, messages),
                new LiveMeasure("bytes sent", LiveMeasureKind.Count, bytes, "B", "in 3"),
            ],
        };

    private static string Draw(int width, int height = 24)
    {
        FakeTimeProvider clock = new();
        Screen screen = new(Subject, clock);
        screen.Draw(Start, height);
        clock.Advance(TimeSpan.FromSeconds(10));
        return Text(screen, Now, width, height);
    }

    private static string Text(Screen screen, LiveReading reading, int width, int height)
    {
        using StringWriter output = new();
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) }
        );
        console.Profile.Width = width;
        console.Write(screen.Draw(reading, height));
        return string.Join('\n', output.ToString().Split('\n').Select(line => line.TrimEnd()));
    }
}
