using System.Globalization;
using System.Text.Json;
using MGen.Cli;
using MGen.Export.Tests.Support;
using MGen.Tools.Tests;

namespace MGen.Export.Tests;

/// <summary>Invalid logs and outputs.</summary>
public sealed class HostileTests
{
    private static readonly string[] AllFormats =
    [
        "--export",
        "schedule=o/s.csv",
        "--export",
        "schedule:jsonl=o/s.jsonl",
        "--export",
        "schedule:mixnet-optimizer=o/m.json",
        "--export",
        "schedule:from-time-to=o/f.csv",
        "--export",
        "schedule:online=o/online",
        "--export",
        "maybenot=o/maybenot",
        "--export",
        "npz=o/a.npz",
        "--export",
        "pcapng=o/a.pcapng",
        "--export",
        "truth=o/truth",
        "--export",
        "parquet=o/parquet",
    ];

    [Fact]
    public async Task Export_EmptyLog_WritesEmptyOutputsAndWarns()
    {
        using ExportWorld world = new();
        Directory.CreateDirectory(world.PathOf("o"));
        world.Write("run.log", "");

        (ExitCode code, string output, string error) = await world.ToolsAsync([
            "export",
            "run.log",
            "--format",
            "json",
            .. AllFormats,
        ]);

        Assert.Equal(ExitCode.Doubtful, code);
        Assert.Contains("warning: there is no event of a client or peer", error);
        SchemaCheck.AssertFits(JsonElement.Parse(output), "export.schema.json");
        Assert.Equal(0, JsonElement.Parse(world.Read("o/m.json")).GetArrayLength());
        Assert.Equal(0, JsonElement.Parse(world.Read("o/truth/users.json")).GetProperty("users").GetArrayLength());
    }

    [Fact]
    public async Task Export_NameLongerThanProgramsHave_IsRefused()
    {
        using ExportWorld world = new();
        Directory.CreateDirectory(world.PathOf("o"));
        string name = new('n', 9_000);
        world.Write("run.log", $"2026-01-01 00:00:01,1767225601.000000000,{name},g,send,Idle,Active,2,1\n");

        (ExitCode code, _, string error) = await world.ToolsAsync(["export", "run.log", .. AllFormats]);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("has 9,000 bytes; allowed are 1,024", error, StringComparison.Ordinal);
    }

    /// <summary>A log of two consecutive runs, with invalid lines; the clock went back between the runs.</summary>
    [Fact]
    public async Task Export_TwoRunsAndClockGoingBack_AreWrittenAndReported()
    {
        using ExportWorld world = new();
        Directory.CreateDirectory(world.PathOf("o"));
        string earlier = SmallLog
            .Text.Replace("2000-01-01 00:00:0", "1999-12-31 23:00:0", StringComparison.Ordinal)
            .Replace("9466848", "9466812", StringComparison.Ordinal);
        world.Write("run.log", SmallLog.Text + "\0\0\0\nalice,tea\n" + earlier);

        (ExitCode code, string output, string error) = await world.ToolsAsync([
            "export",
            "run.log",
            "--format",
            "json",
            "--receipts",
            .. AllFormats,
        ]);

        Assert.Equal(ExitCode.CheckFailed, code);
        JsonElement report = JsonElement.Parse(output);
        SchemaCheck.AssertFits(report, "export.schema.json");
        Assert.Equal(
            (14, 2, 4),
            (
                report.GetProperty("events").GetInt32(),
                report.GetProperty("linesRejected").GetInt32(),
                report.GetProperty("connections").GetInt32()
            )
        );
        Assert.Contains("records came more than 1 s late", error);
        string[] schedule = world.Read("o/s.csv").Split('\n');
        Assert.Equal("1.500000000,alice,bob,tea,message,320", schedule[1]);
        Assert.Equal("-3598.500000000,alice,bob,tea,message,320", schedule[3]);
        Assert.All(
            world.Read("o/maybenot/alice.trace").Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.True(long.Parse(line.Split(',')[0], CultureInfo.InvariantCulture) >= 0, line)
        );
        Assert.Equal("", await ForeignTool.RunAsync(world.Root, "tshark", "-r", "o/a.pcapng", "-Y", "_ws.malformed"));
    }

    [Fact]
    public async Task Export_ObservingUnknownPeople_NamesThem()
    {
        using ExportWorld world = new();
        world.Write("run.log", SmallLog.Text);

        (ExitCode code, string output, string error) = await world.ToolsAsync(
            "export",
            "run.log",
            "--export",
            "truth=t",
            "--observe",
            "alice",
            "--observe",
            "alise",
            "--observe",
            "x*"
        );

        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("people 2, observed 1", output);
        Assert.Contains("warning: --observe alise: no user has this name in the events", error);
        Assert.Contains("warning: --observe x*: ", error);
        Assert.DoesNotContain("--observe alice:", error);
    }

    [Theory]
    [InlineData("schedule")]
    [InlineData("pcapng")]
    [InlineData("schedule:online")]
    public async Task Export_FullDisk_FailsAndSaysSo(string format)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        using ExportWorld world = new();
        world.Write("run.log", SmallLog.Text);

        (ExitCode code, string output, string error) = await world.ToolsAsync(
            "export",
            "run.log",
            "--export",
            $"{format}=/dev/full"
        );

        Assert.Equal(ExitCode.CouldNotStart, code);
        Assert.StartsWith("mgentools export: the output cannot be written: ", error);
        Assert.Equal("", output);
    }

    [Theory]
    [InlineData("schedule=missing/s.csv")]
    [InlineData("npz=missing/a.npz")]
    [InlineData("truth=run.log/t")]
    [InlineData("parquet=run.log/t")]
    [InlineData("maybenot=run.log/t")]
    public async Task Export_PathThatCannotBeWritten_FailsAndSaysSo(string target)
    {
        using ExportWorld world = new();
        world.Write("run.log", SmallLog.Text);

        (ExitCode code, _, string error) = await world.ToolsAsync("export", "run.log", "--export", target);

        Assert.Equal(ExitCode.CouldNotStart, code);
        Assert.StartsWith("mgentools export: the output cannot be written: ", error);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Export_LineOfAnotherCentury_DoesNotFillTheDisk()
    {
        using ExportWorld world = new();
        world.Write("run.log", SmallLog.Text + "2200-01-01 00:00:00,7258118400.000000000,alice,tea,awake\n");

        (ExitCode code, _, string error) = await world.ToolsAsync("export", "run.log", "--export", "schedule:online=o");

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("the events span 6,311,433,601 s", error);
    }

    [Fact]
    public async Task Simulate_JsonWithExport_TellsWhatWasExported()
    {
        using ExportWorld world = new();
        world.WriteClient("alice", ["tea"]);
        world.WriteClient("bob", ["tea"]);

        string output = await world.SucceedAsync(
            "simulate",
            "*.yaml",
            "--seed",
            "7",
            "--duration",
            "1m",
            "--export",
            "pcapng=a.pcapng",
            "--format",
            "json"
        );

        JsonElement report = JsonElement.Parse(output);
        SchemaCheck.AssertFits(report, "simulate.schema.json");
        Assert.True(report.GetProperty("exported").GetProperty("records").GetInt64() > 100);
    }

    /// <summary>A device without data for 45 s sends probes; a lost connection has none.</summary>
    [Fact]
    public async Task Pcapng_OfAnIdleAndALostConnection_ProbesTheIdleOneOnly()
    {
        using ExportWorld world = new();
        world.Write(
            "run.log",
            """
            2000-01-01 00:00:00,946684800.000000000,alice,tea,handshake
            2000-01-01 00:00:00,946684800.000000000,bob,tea,handshake
            2000-01-01 00:00:30,946684830.000000000,bob,tea,error,the connection broke
            2000-01-01 00:02:00,946684920.000000000,alice,tea,awake

            """
        );

        await world.SucceedAsync("export", "run.log", "--export", "pcapng=a.pcapng", "--rtt", "100ms");

        string probes = await ForeignTool.RunAsync(
            world.Root,
            "tshark",
            "-r",
            "a.pcapng",
            "-Y",
            "tcp.analysis.keep_alive",
            "-T",
            "fields",
            "-e",
            "ip.src",
            "-e",
            "frame.time_relative"
        );
        string answers = await ForeignTool.RunAsync(
            world.Root,
            "tshark",
            "-r",
            "a.pcapng",
            "-Y",
            "tcp.analysis.keep_alive_ack",
            "-T",
            "fields",
            "-e",
            "ip.dst"
        );
        string[] lines = probes.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.StartsWith("10.0.0.1\t", line));
        Assert.Equal("10.0.0.1\n10.0.0.1\n", answers);
    }
}
