using System.Diagnostics;
using System.Globalization;
using MGen.Cli;
using MGen.EventLog;
using MGen.Export.Tests.Support;
using MGen.Gateway;
using MGen.Server;
using MGen.Telemetry;
using MGen.Wire;
using Microsoft.Extensions.Logging;

namespace MGen.Export.Tests;

/// <summary>A live run's capture beside the synthetic capture of its log.</summary>
public sealed class CaptureComparisonTests
{
    /// <summary>A line of the log is written when the message is queued, the record leaves the socket later; generous, for a busy machine.</summary>
    private const double StatedDifferenceSeconds = 2;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pcapng_OfALiveRunsLog_HasTheRecordsOfItsCapture(bool resume)
    {
        ForeignTool.Require("tshark");
        using ExportWorld world = new();
        using MemoryStream serverOutput = new();
        await using EventLogWriter serverLog = new(serverOutput, TimeProvider.System);
        using ILoggerProvider diagnostics = new TextLoggerProvider(TextWriter.Null);
        MessageServerOptions options = new() { Gateway = new GatewayOptions { Listen = new HostPort("127.0.0.1", 0) } };
        await using MessageServer server = await MessageServer.StartAsync(options, serverLog, TimeProvider.System, diagnostics, TestContext.Current.CancellationToken);
        int port = server.LocalEndPoint.Port;
        WriteClients(world, port, resume);

        using Process tcpdump = await StartCaptureAsync(world, port);
        (ExitCode code, string log, string error) = await world.ClientAsync("*.yaml", "--duration", "12s", "--seed", "7", "--stagger-scale", "0.1");
        await StopCaptureAsync(tcpdump);
        Assert.True(code is ExitCode.Ok or ExitCode.Doubtful, error);
        world.Write("run.log", log);
        await world.SucceedAsync([.. ExportArguments(resume)]);

        Dictionary<string, List<Record>> live = await RecordsAsync(world, "live.pcap", port);
        Dictionary<string, List<Record>> synthetic = await RecordsAsync(world, "synthetic.pcapng", 6397);
        Assert.Equal(5, live.Count);
        Assert.Equal(live.Keys.Order(), synthetic.Keys.Order());
        foreach ((string connection, List<Record> records) in live)
            AssertAlike(records, synthetic[connection]);
        Assert.True(live.Values.Sum(records => records.Count(record => record.Length > 150 && record.Type == "23")) > 40, "too little was said");
    }

    /// <summary>The lengths of both names of a conversation, together, tell the conversations apart: so a connection is known by its registration.</summary>
    private static void WriteClients(ExportWorld world, int port, bool resume)
    {
        string more = resume ? "" : "resume: false\n";
        world.WriteClient("al", ["tea", "garden"], port, more);
        world.WriteClient("bob-bob", ["tea", "garden"], port, more);
        world.WriteClient("carol-carol", ["tea"], port, more);
    }

    private static IEnumerable<string> ExportArguments(bool resume)
    {
        yield return "export";
        yield return "run.log";
        yield return "--export";
        yield return "pcapng=synthetic.pcapng";
        if (!resume)
            yield return "--no-resume";
    }

    private static async Task<Process> StartCaptureAsync(ExportWorld world, int port)
    {
        Process tcpdump = ForeignTool.Start(world.Root, "tcpdump", "-i", "lo", "-s", "0", "-U", "--immediate-mode", "-Z", Environment.UserName, "-w", "live.pcap", $"tcp port {port}");
        while (await tcpdump.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains("listening on", StringComparison.Ordinal))
                return tcpdump;
            Assert.SkipWhen(line.Contains("permission", StringComparison.OrdinalIgnoreCase), $"tcpdump may not capture here: {line}");
        }
        Assert.Skip("tcpdump captures nothing here");
        return tcpdump;
    }

    private static async Task StopCaptureAsync(Process tcpdump)
    {
        await ForeignTool.RunAsync("/", "kill", "-INT", tcpdump.Id.ToString(CultureInfo.InvariantCulture));
        await tcpdump.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The TLS records of each connection, which is called by the length of its registration: the client's first record after its Finished.</summary>
    private static async Task<Dictionary<string, List<Record>>> RecordsAsync(ExportWorld world, string file, int port)
    {
        string output = await ForeignTool.RunAsync(
            world.Root, "tshark", "-r", file, "-d", $"tcp.port=={port},tls", "-Y", "tls", "-T", "fields",
            "-e", "tcp.stream", "-e", "frame.time_epoch", "-e", "tcp.dstport", "-e", "tls.record.content_type", "-e", "tls.record.opaque_type", "-e", "tls.record.length");
        List<(string Stream, Record Record)> records = [];
        foreach (string[] fields in output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')))
        {
            bool isOutgoing = fields[2] == port.ToString(CultureInfo.InvariantCulture);
            double time = double.Parse(fields[1], CultureInfo.InvariantCulture);
            // A frame lists the types of plain records, then of encrypted ones; plain ones come first in the stream, too.
            string[] types = [.. $"{fields[3]},{fields[4]}".Split(',', StringSplitOptions.RemoveEmptyEntries)];
            string[] lengths = fields[5].Split(',', StringSplitOptions.RemoveEmptyEntries); // none where a segment ends no record
            for (int i = 0; i < lengths.Length; i++)
                records.Add((fields[0], new Record(time, isOutgoing, i < types.Length ? types[i] : "23", int.Parse(lengths[i], CultureInfo.InvariantCulture))));
        }
        return records.GroupBy(item => item.Stream, item => item.Record).ToDictionary(stream => Registration(stream), stream => stream.ToList());
    }

    private static string Registration(IEnumerable<Record> records) =>
        records.Where(record => record.IsOutgoing && record.Length is not (308 or 288 or 1 or 69)).First().Length.ToString(CultureInfo.InvariantCulture);

    private static void AssertAlike(List<Record> live, List<Record> synthetic)
    {
        const int CloseNotify = 19;
        foreach (bool isOutgoing in (bool[])[true, false])
        {
            Record[] real = [.. live.Where(record => record.IsOutgoing == isOutgoing && record.Length != CloseNotify)];
            Record[] made = [.. synthetic.Where(record => record.IsOutgoing == isOutgoing)];
            Assert.Equal(real.Select(SizeText), made.Select(SizeText));
            Assert.All(real.Zip(made), pair => Assert.InRange(Math.Abs(pair.First.Time - pair.Second.Time), 0, StatedDifferenceSeconds));
        }
    }

    /// <summary>The size of the certificate is the run's own, that of its ECDSA signature varies from 94 to 97.</summary>
    private static string SizeText(Record record, int place) => (record.IsOutgoing, place) switch
    {
        (false, 3) => "certificate",
        (false, 4) => "signature",
        _ => record.Length.ToString(CultureInfo.InvariantCulture),
    };

    private sealed record Record(double Time, bool IsOutgoing, string Type, int Length);
}
