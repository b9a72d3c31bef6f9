using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MGen.Experiment.Tests;

/// <summary>
/// docs/EXPERIMENT.md does what it says: its commands run, its files exist, and its numbers are like those that it
/// shows.
/// </summary>
public sealed partial class WorkedExampleTests(ExampleRun example) : IClassFixture<ExampleRun>
{
    /// <summary>
    /// Share of the live run's messages that the simulated run sends identically, as the document promises.
    /// </summary>
    private const double LikeLive = 0.9;

    /// <summary>
    /// The largest ratio, in either direction, of the median of the simulated deliveries to that of the live ones, from
    /// which they are drawn.
    /// </summary>
    private const double MostMedianRatio = 2;

    /// <summary>First words of printed lines that do not depend on chance or on the machine.</summary>
    private static readonly string[] Repeatable =
    [
        "fit",
        "chats",
        "made",
        "dyads",
        "groups",
        "waits",
        "members",
        "pairs",
        "volume",
        "people",
        "ok:",
        "i",
        "w",
        "a_s",
        "a_r",
        "m",
        "written",
    ];

    /// <summary>First words of lines that appear or not, by chance or on a slow machine.</summary>
    private static readonly string[] OfChance = ["warning", "verdict", "losses", "done"];

    [Fact]
    public void Commands_AllInARow_EndWithZero()
    {
        example.SkipUnlessRun();

        Assert.True(example.ExitCode == 0, $"exit code {example.ExitCode}: {example.LastWords}");
    }

    [Fact]
    public void Outputs_EachShown_AreThoseOfTheCommandsBefore()
    {
        example.SkipUnlessRun();
        int[] shown =
        [
            .. Enumerable
                .Range(1, example.Blocks.Length - 1)
                .Where(block => example.Blocks[block].IsOutput && example.Blocks[block - 1].IsCommands),
        ];

        Assert.NotEmpty(shown);
        Assert.All(shown, block => AssertShown(example.Blocks[block].Lines, example.OutputOf(block - 1).Split('\n')));
    }

    [Theory]
    [InlineData("live", "logs")]
    [InlineData("simulated", "run.log")]
    public void Analysis_OfEitherRun_AccountsForEachMessage(string run, string logs)
    {
        example.SkipUnlessRun();
        JsonElement messages = AnalysisOf(run).GetProperty("messages");
        int sent = Logs(run == "live" ? $"experiment/{logs}" : $"simulated/{logs}").SelectMany(SentMessages.In).Count();

        Assert.InRange(sent, 10, 10_000);
        Assert.Equal(sent, messages.GetProperty("sent").GetInt32());
        Assert.Equal(0, messages.GetProperty("lost").GetInt32());
        Assert.Equal(0, messages.GetProperty("timedOut").GetInt32());
        Assert.Equal(messages.GetProperty("owed").GetInt32(), messages.GetProperty("acknowledged").GetInt32());
        Assert.Equal(messages.GetProperty("deliveriesOwed").GetInt32(), messages.GetProperty("delivered").GetInt32());
    }

    [Fact]
    public void Simulation_OfTheSameFiles_SendsWhatWasSentLive()
    {
        example.SkipUnlessRun();
        string[] live = [.. Logs("experiment/logs").SelectMany(SentMessages.In)];
        string[] simulated = [.. Logs("simulated/run.log").SelectMany(SentMessages.In)];

        int common = live.Intersect(simulated, StringComparer.Ordinal).Count();
        Assert.InRange(common, LikeLive * Math.Max(live.Length, simulated.Length), live.Length);
    }

    [Fact]
    public void Deliveries_SimulatedFromMeasured_HaveTheirMedian()
    {
        example.SkipUnlessRun();
        double ratio = MedianOf("simulated") / MedianOf("live");

        Assert.InRange(ratio, 1 / MostMedianRatio, MostMedianRatio);
    }

    [Fact]
    public void Report_OfBothRuns_IsAPageWithFigures()
    {
        example.SkipUnlessRun();
        string page = example.Read("report.html");
        string[] figures = Directory.GetFiles(Path.Combine(example.Folder, "figures"));

        Assert.Contains("</html>", page, StringComparison.Ordinal);
        Assert.Contains("simulated", page, StringComparison.Ordinal);
        Assert.Contains(figures, file => file.EndsWith(".svg", StringComparison.Ordinal));
        Assert.Contains(figures, file => file.EndsWith(".csv", StringComparison.Ordinal));
        Assert.All(figures, file => Assert.True(new FileInfo(file).Length > 0, $"{file} is empty"));
    }

    /// <summary>
    /// Each line shown is printed: unchanged if it does not depend on chance or on the machine, else with other
    /// numbers. Documents show excerpts, so not each line printed is shown. Lines that come and go with chance may be
    /// absent.
    /// </summary>
    private static void AssertShown(string[] shown, string[] printed) =>
        Assert.Empty(Comparable(shown).Except(Comparable(printed)));

    private static string[] Comparable(string[] lines) =>
        [
            .. lines
                .Select(line => Blanks().Replace(line.Trim(), " "))
                .Where(line => line.Length > 0 && !OfChance.Contains(FirstWord(line), StringComparer.Ordinal))
                .Select(WithoutChance),
        ];

    private static string WithoutChance(string line) =>
        Repeatable.Contains(FirstWord(line), StringComparer.Ordinal) || !line.Contains(' ', StringComparison.Ordinal)
            ? line
            : Figures().Replace(line, "#");

    private static string FirstWord(string line) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    /// <summary>A number with its unit, or the hash of a configuration, which holds the ports.</summary>
    [GeneratedRegex(@"(?<=config )[0-9a-f]+|-?\d[\d,.]*( (%|s|ms|us|µs|B|kB|KB|MB)(?!\w))?")]
    private static partial Regex Figures();

    private IEnumerable<string> Logs(string path)
    {
        string full = Path.Combine(example.Folder, path);
        return (File.Exists(full) ? [full] : Directory.GetFiles(full, "*.log")).Select(File.ReadAllText);
    }

    private double MedianOf(string run) =>
        AnalysisOf(run).GetProperty("delivery").GetProperty("p50Microseconds").GetDouble();

    private JsonElement AnalysisOf(string run) =>
        JsonElement.Parse(example.Read(string.Create(CultureInfo.InvariantCulture, $"results/{run}/analysis.json")));
}
