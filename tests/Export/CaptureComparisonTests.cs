using System.Globalization;
using MGen.Export.Tests.Support;

namespace MGen.Export.Tests;

/// <summary>Compares the capture of a live run with the synthetic capture of its log.</summary>
public sealed class CaptureComparisonTests(LiveRun run) : IClassFixture<LiveRun>
{
    /// <summary>
    /// A log line is written when the message is queued; the record leaves the socket later. The limit allows for a
    /// busy machine.
    /// </summary>
    private const double StatedDifferenceSeconds = 2;

    /// <summary>
    /// Linux rounds a timer of 45 s up to a multiple of 512 ticks, or of 4,096 at 1,000 ticks per second. The most is
    /// 5.2 s, at 100 ticks per second.
    /// </summary>
    private const double KernelRoundingSeconds = 5.2;

    /// <summary>Records that are closer together than this may be in another order.</summary>
    private const double SwapSeconds = 0.02;

    [Theory]
    [InlineData("resuming")]
    [InlineData("fresh", "--no-resume")]
    [InlineData("split", "--split-records")]
    [InlineData("proxied")] // the captured connections are those between a SOCKS proxy and the server
    [InlineData("naïve")] // names have more bytes than characters
    [InlineData("several")] // each person has connections to two servers
    public async Task Pcapng_OfALiveRunsLog_HasTheRecordsOfItsCapture(string people, params string[] options)
    {
        string synthetic = await ExportAsync(people, options);

        IReadOnlyList<List<TlsRecord>> captured = await TlsRecords.ReadAsync(
            run.World,
            "live.pcap",
            run.MessagePort(people)
        );
        if (people == "several")
        {
            Assert.Equal(3, captured.Count);
            captured = [.. captured, .. await TlsRecords.ReadAsync(run.World, "live.pcap", run.MessagePort("other"))];
        }
        Dictionary<string, List<TlsRecord>> live = ByRegistration(captured);
        Dictionary<string, List<TlsRecord>> made = ByRegistration(
            await TlsRecords.ReadAsync(run.World, synthetic, 6397)
        );
        Assert.Equal(5, live.Count);
        Assert.Equal(live.Keys.Order(), made.Keys.Order());
        foreach ((string connection, List<TlsRecord> records) in live)
            AssertAlike(records, made[connection]);
        Assert.True(
            live.Values.Sum(records => records.Count(record => record.Length > 150 && record.Type == "23")) > 40,
            "too little was said"
        );
    }

    /// <summary>
    /// Compares the exchanges (a request and its response) and the handshakes of the connections to the web server.
    /// Exchanges are compared regardless of their connection, because the model has no second connection while one is
    /// busy.
    /// </summary>
    [Fact]
    public async Task Pcapng_OfALiveRunsLog_HasTheAttachmentsOfItsCapture()
    {
        run.Require();
        string file = await ExportAsync("big", "--web-server", $"127.0.0.1:{run.WebPort("big")}");

        WebExchanges live = WebExchanges.From(await TlsRecords.ReadAsync(run.World, "live.pcap", run.WebPort("big")));
        WebExchanges synthetic = WebExchanges.From(await TlsRecords.ReadAsync(run.World, file, 6398));
        Assert.Single(live.Openings.Concat(synthetic.Openings).Distinct());
        // The run ends in the midst of some transfers; and what was made in its last moments is not transferred.
        Assert.Empty(
            live.Exchanges.Where(pair => synthetic.Exchanges.GetValueOrDefault(pair.Key) < pair.Value)
                .Select(pair => pair.Key)
        );
        int transferred = live.Exchanges.Values.Sum();
        Assert.InRange(transferred, 10, int.MaxValue);
        Assert.InRange(synthetic.Exchanges.Values.Sum(), transferred, transferred + 6);
    }

    /// <summary>
    /// Compares the TCP keepalives on idle connections: 45 s after the server's last packet. The other people continue
    /// the log, which does not contain the end of the run.
    /// </summary>
    [Fact]
    public async Task Pcapng_OfALiveRunsLog_HasTheKeepalivesOfItsCapture()
    {
        string file = await ExportAsync("quiet");

        List<double> live = await KeepalivesAsync("live.pcap", run.MessagePort("quiet"));
        List<double> synthetic = await KeepalivesAsync(file, 6397);
        Assert.Equal(2, live.Count(quiet => quiet > 40));
        Assert.Equal(4, live.Count); // of each connection a probe and its acknowledgement
        Assert.Equal(live.Count, synthetic.Count);
        Assert.All(
            live.Order().Zip(synthetic.Order()),
            pair =>
                Assert.InRange(
                    pair.First - pair.Second,
                    -StatedDifferenceSeconds,
                    StatedDifferenceSeconds + KernelRoundingSeconds
                )
        );
    }

    /// <summary>Exports the packets of the people whose names begin with a prefix.</summary>
    private async Task<string> ExportAsync(string people, params string[] options)
    {
        run.Require();
        string file = $"{people}.pcapng";
        await run.World.SucceedAsync([
            "export",
            "run.log",
            "--export",
            $"pcapng={file}",
            "--observe",
            $"{people}*",
            .. options,
        ]);
        return file;
    }

    /// <summary>The time from the previous packet of the connection to each probe and each acknowledgement.</summary>
    private async Task<List<double>> KeepalivesAsync(string file, int port)
    {
        string output = await ForeignTool.RunAsync(
            run.World.Root,
            "tshark",
            "-r",
            file,
            "-Y",
            $"tcp.port == {port} && (tcp.analysis.keep_alive || tcp.analysis.keep_alive_ack)",
            "-T",
            "fields",
            "-e",
            "tcp.time_delta"
        );
        return
        [
            .. output
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(time => double.Parse(time, CultureInfo.InvariantCulture)),
        ];
    }

    /// <summary>
    /// Identifies each connection by the length of its registration: the client's first record after its Finished.
    /// </summary>
    private static Dictionary<string, List<TlsRecord>> ByRegistration(IReadOnlyList<List<TlsRecord>> connections) =>
        connections.ToDictionary(records =>
            records
                .First(record => record.IsOutgoing && record.Length is not (308 or 288 or 1 or 69))
                .Length.ToString(CultureInfo.InvariantCulture)
        );

    private static void AssertAlike(List<TlsRecord> live, List<TlsRecord> synthetic)
    {
        const int CloseNotify = 19;
        foreach (bool isOutgoing in (bool[])[true, false])
        {
            TlsRecord[] real =
            [
                .. live.Where(record => record.IsOutgoing == isOutgoing && record.Length != CloseNotify),
            ];
            TlsRecord[] made = [.. synthetic.Where(record => record.IsOutgoing == isOutgoing)];
            AssertSameOrder(
                [.. real.Select(SizeText)],
                [.. made.Select(SizeText)],
                [.. real.Select(record => record.Time)]
            );
            Assert.All(
                real.Zip(made),
                pair => Assert.InRange(Math.Abs(pair.First.Time - pair.Second.Time), 0, StatedDifferenceSeconds)
            );
        }
    }

    /// <summary>
    /// Asserts equal sizes in equal order, except among records within <see cref="SwapSeconds"/>: two threads may log a
    /// receipt and a message of one connection, and on a busy machine one of them may be delayed between the log and
    /// the queue.
    /// </summary>
    private static void AssertSameOrder(string[] real, string[] made, double[] times)
    {
        for (int start = 0; start < real.Length; )
        {
            int end = start + 1;
            while (end < real.Length && times[end] - times[end - 1] < SwapSeconds)
                end++;
            Assert.True(made.Length >= end, $"{made.Length} records of {real.Length}");
            if (!real.AsSpan(start, end - start).SequenceEqual(made.AsSpan(start, end - start)))
                Assert.Equal(
                    real[start..end].Order(StringComparer.Ordinal),
                    made[start..end].Order(StringComparer.Ordinal)
                );
            start = end;
        }
        Assert.Equal(real.Length, made.Length);
    }

    /// <summary>
    /// The size of the certificate depends on the run; the size of its ECDSA signature varies from 94 to 97 bytes.
    /// </summary>
    private static string SizeText(TlsRecord record, int place) =>
        (record.IsOutgoing, place) switch
        {
            (false, 3) => "certificate",
            (false, 4) => "signature",
            _ => record.Length.ToString(CultureInfo.InvariantCulture),
        };
}
