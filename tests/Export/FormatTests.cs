using System.Globalization;
using System.Text.Json;
using MGen.Cli;
using MGen.Export.Tests.Support;

namespace MGen.Export.Tests;

/// <summary>What the files contain, read by other tools where these are available.</summary>
public sealed class FormatTests
{
    [Fact]
    public async Task Schedule_OfALog_HasALinePerMessage()
    {
        using ExportWorld world = WorldWithLog();

        await world.SucceedAsync(
            "export",
            "run.log",
            "--export",
            "schedule=s.csv",
            "--export",
            "schedule:jsonl=s.jsonl",
            "--export",
            "schedule:mixnet-optimizer=m.json",
            "--export",
            "schedule:from-time-to=f.csv",
            "--export",
            "schedule:online=o.txt",
            "--receipts"
        );

        Assert.Equal(
            "time,sender,receivers,group,kind,bytes\n1.500000000,alice,bob,tea,message,320\n2.250000000,bob,alice,tea,receipt,160\n",
            world.Read("s.csv")
        );
        Assert.Equal(
            "{\"time\":1.500000000,\"sender\":\"alice\",\"receivers\":[\"bob\"],\"group\":\"tea\",\"kind\":\"message\",\"bytes\":320}",
            world.Read("s.jsonl").Split('\n')[0]
        );
        JsonElement mail = JsonElement.Parse(world.Read("m.json"))[0];
        Assert.Equal(
            (1.5, "u000000", 320, "u000001"),
            (
                mail.GetProperty("time").GetDouble(),
                mail.GetProperty("sender").GetString(),
                mail.GetProperty("size").GetInt32(),
                mail.GetProperty("receiver").GetString()
            )
        );
        Assert.Equal("from,time,to\nalice,1.500000000,bob\nbob,2.250000000,alice\n", world.Read("f.csv"));
        Assert.Equal("001\n111\n", world.Read("o.txt"));
    }

    [Fact]
    public async Task Truth_OfALog_TellsWhoWroteAndWhenItArrived()
    {
        using ExportWorld world = WorldWithLog();

        await world.SucceedAsync("export", "run.log", "--export", "truth=truth");

        JsonElement message = JsonElement.Parse(world.Read("truth/messages.jsonl"));
        Assert.Equal(946684801_500000000, message.GetProperty("time_ns").GetInt64());
        Assert.Equal("alice", message.GetProperty("sender").GetString());
        Assert.Equal(946684802_250000000, message.GetProperty("receivers")[0].GetProperty("delivered_ns").GetInt64());
        JsonElement alice = JsonElement.Parse(world.Read("truth/users.json")).GetProperty("users")[0];
        Assert.Equal(
            ("10.0.0.1", "tea", "bob"),
            (
                alice.GetProperty("devices")[0].GetProperty("address").GetString(),
                alice.GetProperty("groups")[0].GetString(),
                alice.GetProperty("contacts")[0].GetString()
            )
        );
    }

    /// <summary>A parser of the test's own, by maybenot's description: time in nanoseconds, direction, size.</summary>
    [Fact]
    public async Task Maybenot_OfALog_HasTheRecordsOfEachDevice()
    {
        using ExportWorld world = WorldWithLog();

        await world.SucceedAsync("export", "run.log", "--export", "maybenot:size=traces");

        (long Time, bool IsSent, int Size)[] alice = [.. ParseTrace(world.Read("traces/alice.trace"))];
        Assert.Equal(alice.Select(line => line.Time).Order(), alice.Select(line => line.Time));
        Assert.Equal(0, alice[0].Time);
        // Registration (8 + 5 + 3 + 24), the server's response, the message (20 + 5 + 3 + 320) that waited for the
        // connection, and the receipt (20 + 3 + 5 + 160).
        Assert.Equal(
            [(0, true, 40 + 22), (0, true, 348 + 22), (500_000_000, false, 188 + 22)],
            alice[^4..].Where(line => line.Size != 30)
        );
    }

    [Theory]
    [InlineData("record")]
    [InlineData("packet")]
    [InlineData("cell")]
    public async Task Npz_OfASimulation_IsReadByNumpy(string unit)
    {
        using ExportWorld world = WorldWithClients();
        await world.SucceedAsync(
            "simulate",
            "*.yaml",
            "--seed",
            "7",
            "--duration",
            "5m",
            "--export",
            "npz=a.npz",
            "--unit",
            unit,
            "--value",
            "size",
            "--label",
            "activity",
            "--length",
            "50"
        );

        const string Script =
            "import numpy\na=numpy.load('a.npz'); X,y=a['X'],a['y']\n"
            + "print(X.shape[0]==len(y), X.shape[1], X.dtype, y.dtype, sorted(set(y)), list(a['classes']), (X>0).any(), (X<0).any(), X.shape[0]>10)";
        string output = await ForeignTool.RunPythonAsync(world.Root, Script);

        string expectedStart = "True 50 float32 int64 ";
        Assert.StartsWith(expectedStart, output);
        Assert.Contains("'idle'", output);
        Assert.EndsWith("True True True\n", output);
    }

    [Fact]
    public async Task Pcapng_WithAttachmentsAndSegments_IsReadByTsharkWithoutFault()
    {
        using ExportWorld world = WorldWithClients(lambda: 40);
        await world.SucceedAsync(
            "simulate",
            "*.yaml",
            "--seed",
            "7",
            "--duration",
            "90s",
            "--export",
            "pcapng=a.pcapng",
            "--mss",
            "536",
            "--rtt",
            "30ms",
            "--comments",
            "--split-records"
        );

        string faults = await ForeignTool.RunAsync(
            world.Root,
            "tshark",
            "-r",
            "a.pcapng",
            "-o",
            "tcp.check_checksum:TRUE",
            "-o",
            "ip.check_checksum:TRUE",
            "-Y",
            "_ws.malformed || (tcp.analysis.flags && !tcp.analysis.keep_alive && !tcp.analysis.keep_alive_ack) || tcp.checksum.status == \"Bad\" || ip.checksum.status == \"Bad\""
        );
        string attachments = await ForeignTool.RunAsync(
            world.Root,
            "tshark",
            "-r",
            "a.pcapng",
            "-Y",
            "tcp.port == 6398 && tls.record.length == 4113",
            "-T",
            "fields",
            "-e",
            "frame.number"
        );
        string comments = await ForeignTool.RunAsync(
            world.Root,
            "tshark",
            "-r",
            "a.pcapng",
            "-Y",
            "frame.comment contains \"message 0 by alice in tea\"",
            "-T",
            "fields",
            "-e",
            "frame.number"
        );

        Assert.Equal("", faults);
        Assert.NotEqual("", attachments);
        Assert.NotEqual("", comments);
    }

    [Fact]
    public async Task Simulate_WithExport_WritesWhatExportWritesOfItsLog()
    {
        using ExportWorld world = WorldWithClients();
        await world.SucceedAsync(
            "simulate",
            "*.yaml",
            "--seed",
            "7",
            "--duration",
            "5m",
            "--export",
            "pcapng=direct.pcapng",
            "--export",
            "schedule=direct.csv"
        );
        await world.SucceedAsync("simulate", "*.yaml", "--seed", "7", "--duration", "5m", "--log", "run.log");

        await world.SucceedAsync("export", "run.log", "--export", "pcapng=log.pcapng", "--export", "schedule=log.csv");

        Assert.Equal(world.ReadBytes("log.pcapng"), world.ReadBytes("direct.pcapng"));
        Assert.Equal(world.Read("log.csv"), world.Read("direct.csv"));
    }

    [Fact]
    public async Task Simulate_ObservingOnePerson_WritesWhatTheWholeLogTellsOfThatPerson()
    {
        using ExportWorld world = WorldWithClients();
        await world.SucceedAsync(
            "simulate",
            "*.yaml",
            "--seed",
            "7",
            "--duration",
            "5m",
            "--export",
            "truth=direct",
            "--export",
            "maybenot:size=direct-traces",
            "--observe",
            "dora"
        );
        await world.SucceedAsync("simulate", "*.yaml", "--seed", "7", "--duration", "5m", "--log", "run.log");

        await world.SucceedAsync(
            "export",
            "run.log",
            "--export",
            "truth=log",
            "--export",
            "maybenot:size=log-traces",
            "--observe",
            "dora"
        );

        Assert.Equal(world.Read("log/messages.jsonl"), world.Read("direct/messages.jsonl"));
        Assert.Equal("dora.trace", Path.GetFileName(Assert.Single(Directory.GetFiles(world.PathOf("direct-traces")))));
        Assert.Equal(world.Read("log-traces/dora.trace"), world.Read("direct-traces/dora.trace"));
    }

    [Theory]
    [InlineData("nothing to write: give --export", "export", "run.log")]
    [InlineData("'pcap' is not a format", "export", "run.log", "--export", "pcap=x")]
    [InlineData("has no path", "export", "run.log", "--export", "npz=")]
    [InlineData("two outputs have the path './x'", "export", "run.log", "--export", "npz=x", "--export", "pcapng=./x")]
    [InlineData("is used for the report", "export", "run.log", "--export", "pcapng=/dev/stdout")]
    [InlineData("is an input", "export", "run.log", "--export", "schedule=run.log")]
    [InlineData("is not an address of 1 to 255", "export", "run.log", "--export", "npz=x", "--web-server", "")]
    [InlineData("both name", "simulate", "--users", "10", "--log", "x", "--export", "npz=x")]
    [InlineData("'200%' is not a share", "export", "run.log", "--export", "npz=x", "--observe", "200%")]
    [InlineData("'NaN%' is not a share", "export", "run.log", "--export", "npz=x", "--observe", "NaN%")]
    [InlineData("is not a whole number from 88", "export", "run.log", "--export", "npz=x", "--mss", "10")]
    [InlineData("no such file", "export", "missing.log", "--export", "npz=x")]
    [InlineData("--observe requires --export", "simulate", "--users", "10", "--observe", "x")]
    public async Task Export_MistakeInTheCommandLine_IsNamed(string expected, params string[] arguments)
    {
        using ExportWorld world = WorldWithLog();

        (ExitCode code, _, string error) = await world.ToolsAsync(arguments);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(expected, error);
    }

    [Theory]
    [InlineData("export", "run.log")]
    [InlineData("simulate", "--users", "10")]
    public async Task Export_OnePathRelativeAndAbsolute_IsRefused(params string[] verb)
    {
        using ExportWorld world = WorldWithLog();

        (ExitCode code, _, string error) = await world.ToolsAsync([
            .. verb,
            "--export",
            "npz=x",
            "--export",
            $"pcapng={world.PathOf("x")}",
        ]);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains($"two outputs have the path '{world.PathOf("x")}'", error);
    }

    [Fact]
    public async Task Export_BadLinesAndALogWithoutItsBeginning_AreReportedNotDropped()
    {
        using ExportWorld world = new();
        world.Write("run.log", "nonsense\n" + string.Join('\n', SmallLog.Text.Split('\n')[^3..]));

        (ExitCode code, string output, string error) = await world.ToolsAsync(
            "export",
            "run.log",
            "--export",
            "pcapng=a.pcapng",
            "--export",
            "truth=t"
        );

        Assert.Equal(ExitCode.CheckFailed, code);
        Assert.Contains("rejected 1", output);
        Assert.Contains("run.log:1: ", error);
        Assert.Contains("3 messages and receipts are in no trace or capture", error);
    }

    private static IEnumerable<(long Time, bool IsSent, int Size)> ParseTrace(string text)
    {
        foreach (
            string[] fields in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','))
        )
        {
            Assert.Equal(3, fields.Length);
            Assert.Contains(fields[1], (string[])["s", "r"]);
            yield return (
                long.Parse(fields[0], CultureInfo.InvariantCulture),
                fields[1] == "s",
                int.Parse(fields[2], CultureInfo.InvariantCulture)
            );
        }
    }

    private static ExportWorld WorldWithLog()
    {
        ExportWorld world = new();
        world.Write("run.log", SmallLog.Text);
        return world;
    }

    private static ExportWorld WorldWithClients(int lambda = 5)
    {
        ExportWorld world = new();
        world.WriteClient("alice", ["tea", "garden"], lambda: lambda);
        world.WriteClient("bob", ["tea"], lambda: lambda);
        world.WriteClient("carol", ["garden", "chess"], lambda: lambda);
        world.WriteClient("dora", ["chess"], lambda: lambda);
        return world;
    }
}
