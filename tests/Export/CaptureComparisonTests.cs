using System.Diagnostics;
using System.Globalization;
using MGen.Cli;
using MGen.Export.Tests.Support;
using MGen.Tor.Tests.Runs;

namespace MGen.Export.Tests;

/// <summary>A live run's capture beside the synthetic capture of its log.</summary>
public sealed class CaptureComparisonTests
{
    /// <summary>A line of the log is written when the message is queued, the record leaves the socket later; generous, for a busy machine.</summary>
    private const double StatedDifferenceSeconds = 2;

    /// <summary>Records that left so soon after one another may have changed places.</summary>
    private const double SwapSeconds = 0.02;

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Pcapng_OfALiveRunsLog_HasTheRecordsOfItsCapture(bool resume, bool split)
    {
        ForeignTool.Require("tshark");
        using ExportWorld world = new();
        await using Servers servers = await Servers.StartAsync(split);
        WriteClients(world, servers, (resume ? "" : "resume: false\n") + (split ? "tls_records: split\n" : ""));

        string log = await RunLiveAsync(world, servers.MessagePort, "12s");
        world.Write("run.log", log);
        string[] options = [.. resume ? Array.Empty<string>() : ["--no-resume"], .. split ? ["--split-records"] : Array.Empty<string>()];
        await world.SucceedAsync(["export", "run.log", "--export", "pcapng=synthetic.pcapng", .. options]);

        Dictionary<string, List<TlsRecord>> live = ByRegistration(await TlsRecords.ReadAsync(world, "live.pcap", servers.MessagePort));
        Dictionary<string, List<TlsRecord>> synthetic = ByRegistration(await TlsRecords.ReadAsync(world, "synthetic.pcapng", 6397));
        Assert.Equal(5, live.Count);
        Assert.Equal(live.Keys.Order(), synthetic.Keys.Order());
        foreach ((string connection, List<TlsRecord> records) in live)
            AssertAlike(records, synthetic[connection]);
        Assert.True(live.Values.Sum(records => records.Count(record => record.Length > 150 && record.Type == "23")) > 40, "too little was said");
    }

    /// <summary>
    /// What travels on the web server's connections, exchange by exchange: a request with its answer, and each connection's opening. That a second connection is opened
    /// while one is busy is not modelled, so the exchanges are compared wherever they took place.
    /// </summary>
    [Fact]
    public async Task Pcapng_OfALiveRunsLog_HasTheAttachmentsOfItsCapture()
    {
        ForeignTool.Require("tshark");
        using ExportWorld world = new();
        await using Servers servers = await Servers.StartAsync(split: false);
        world.WriteClient("al", ["tea"], servers.MessagePort, lambda: 20, webPort: servers.WebPort);
        world.WriteClient("bob-bob", ["tea"], servers.MessagePort, lambda: 20, webPort: servers.WebPort);

        string log = await RunLiveAsync(world, servers.WebPort, "10s");
        world.Write("run.log", log);
        await world.SucceedAsync("export", "run.log", "--export", "pcapng=synthetic.pcapng", "--web-server", $"127.0.0.1:{servers.WebPort}");

        WebExchanges live = WebExchanges.From(await TlsRecords.ReadAsync(world, "live.pcap", servers.WebPort));
        WebExchanges synthetic = WebExchanges.From(await TlsRecords.ReadAsync(world, "synthetic.pcapng", 6398));
        Assert.Single(live.Openings.Concat(synthetic.Openings).Distinct());
        // The run ends in the midst of some transfers; and what was made in its last moments is not transferred.
        Assert.Empty(live.Exchanges.Where(pair => synthetic.Exchanges.GetValueOrDefault(pair.Key) < pair.Value).Select(pair => pair.Key));
        int transferred = live.Exchanges.Values.Sum();
        Assert.InRange(transferred, 10, int.MaxValue);
        Assert.InRange(synthetic.Exchanges.Values.Sum(), transferred, transferred + 6);
    }

    /// <summary>TCP's probes on idle connections: 45 s after the device heard from the server, and 45 s after each answer.</summary>
    [Fact]
    public async Task Pcapng_OfALiveRunsLog_HasTheKeepalivesOfItsCapture()
    {
        ForeignTool.Require("tshark");
        using ExportWorld world = new();
        await using Servers servers = await Servers.StartAsync(split: false);
        world.WriteClient("al", ["tea"], servers.MessagePort, bootstrapSeconds: 600);
        world.WriteClient("bob-bob", ["tea"], servers.MessagePort, bootstrapSeconds: 600);
        world.WriteClient("carol", ["garden"], servers.MessagePort); // whoever talks makes the log go on: it does not say when the run ends
        world.WriteClient("dora", ["garden"], servers.MessagePort);

        string log = await RunLiveAsync(world, servers.MessagePort, "60s");
        world.Write("run.log", log);
        await world.SucceedAsync("export", "run.log", "--export", "pcapng=synthetic.pcapng");

        List<double> live = await KeepalivesAsync(world, "live.pcap");
        List<double> synthetic = await KeepalivesAsync(world, "synthetic.pcapng");
        Assert.Equal(2, live.Count(quiet => quiet > 40));
        Assert.Equal(4, live.Count); // of each connection a probe and its answer
        Assert.Equal(live.Count, synthetic.Count);
        Assert.All(live.Order().Zip(synthetic.Order()), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, StatedDifferenceSeconds)); // the kernel rounds long timers
    }

    /// <summary>The lengths of both names of a conversation, together, tell the conversations apart: so a connection is known by its registration.</summary>
    private static void WriteClients(ExportWorld world, Servers servers, string more)
    {
        world.WriteClient("al", ["tea", "garden"], servers.MessagePort, more);
        world.WriteClient("bob-bob", ["tea", "garden"], servers.MessagePort, more);
        world.WriteClient("carol-carol", ["tea"], servers.MessagePort, more);
    }

    /// <summary>Runs everybody with tcpdump beside them; returns the event log.</summary>
    private static async Task<string> RunLiveAsync(ExportWorld world, int port, string duration)
    {
        using Process tcpdump = await StartCaptureAsync(world, port);
        (ExitCode code, string log, string error) = await world.ClientAsync("*.yaml", "--duration", duration, "--seed", "7", "--stagger-scale", "0.1");
        await StopCaptureAsync(tcpdump);
        Assert.True(code is ExitCode.Ok or ExitCode.Doubtful, error);
        return log;
    }

    /// <summary>Of each probe, and of each answer, the time since the connection's packet before it.</summary>
    private static async Task<List<double>> KeepalivesAsync(ExportWorld world, string file)
    {
        string output = await ForeignTool.RunAsync(
            world.Root, "tshark", "-r", file, "-Y", "tcp.analysis.keep_alive || tcp.analysis.keep_alive_ack", "-T", "fields", "-e", "tcp.time_delta");
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(time => double.Parse(time, CultureInfo.InvariantCulture))];
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
        string counts = await tcpdump.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tcpdump.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(counts.Contains("0 packets dropped by kernel", StringComparison.Ordinal), $"the machine is too busy for tcpdump: {counts}");
    }

    /// <summary>Each connection is called by the length of its registration: the client's first record after its Finished.</summary>
    private static Dictionary<string, List<TlsRecord>> ByRegistration(IReadOnlyList<List<TlsRecord>> connections) => connections.ToDictionary(
        records => records.First(record => record.IsOutgoing && record.Length is not (308 or 288 or 1 or 69)).Length.ToString(CultureInfo.InvariantCulture));

    private static void AssertAlike(List<TlsRecord> live, List<TlsRecord> synthetic)
    {
        const int CloseNotify = 19;
        foreach (bool isOutgoing in (bool[])[true, false])
        {
            TlsRecord[] real = [.. live.Where(record => record.IsOutgoing == isOutgoing && record.Length != CloseNotify)];
            TlsRecord[] made = [.. synthetic.Where(record => record.IsOutgoing == isOutgoing)];
            AssertSameOrder([.. real.Select(SizeText)], [.. made.Select(SizeText)], [.. real.Select(record => record.Time)]);
            Assert.All(real.Zip(made), pair => Assert.InRange(Math.Abs(pair.First.Time - pair.Second.Time), 0, StatedDifferenceSeconds));
        }
    }

    /// <summary>
    /// The same sizes in the same order, but for those that left within <see cref="SwapSeconds"/>: a receipt and a message of one connection may be logged by two threads, and on a
    /// machine that is busy with other tests one of them is held up between the log and the queue.
    /// </summary>
    private static void AssertSameOrder(string[] real, string[] made, double[] times)
    {
        for (int start = 0; start < real.Length;)
        {
            int end = start + 1;
            while (end < real.Length && times[end] - times[end - 1] < SwapSeconds)
                end++;
            Assert.True(made.Length >= end, $"{made.Length} records of {real.Length}");
            if (!real.AsSpan(start, end - start).SequenceEqual(made.AsSpan(start, end - start)))
                Assert.Equal(real[start..end].Order(StringComparer.Ordinal), made[start..end].Order(StringComparer.Ordinal));
            start = end;
        }
        Assert.Equal(real.Length, made.Length);
    }

    /// <summary>The size of the certificate is the run's own, that of its ECDSA signature varies from 94 to 97.</summary>
    private static string SizeText(TlsRecord record, int place) => (record.IsOutgoing, place) switch
    {
        (false, 3) => "certificate",
        (false, 4) => "signature",
        _ => record.Length.ToString(CultureInfo.InvariantCulture),
    };
}
