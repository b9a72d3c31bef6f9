using System.Diagnostics;
using MGen.Cluster.Tests.Nodes;
using MGen.Cluster.Tests.Swarms;
using MGen.Contract;
using MGen.Telemetry.Tests;
using MGen.Tests.Programs;

namespace MGen.Cluster.Tests.Traces;

/// <summary>
/// The traces of messages that pass a cluster: two silos, a gateway and a client, each a process, and a collector.
/// </summary>
public sealed class ClusterTraceTests : IDisposable
{
    private const int Recipients = 3; // groups have four members

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly string[] Sampled = ["--trace-sample", "1", "--trace-run", "test"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mgen-traces-");
    private readonly Collector _collector = new();

    public void Dispose()
    {
        _collector.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Message_PassesACluster_IsOneTraceFromClientToReceipt()
    {
        LogCapture log = new();
        await using NodeProcess silo = await StartAsync("mgen-silo", log);
        await using NodeProcess other = await StartAsync("mgen-silo", log);
        await using NodeProcess gateway = await StartAsync("mgen-gateway", log, "127.0.0.1:0");
        using SwarmFiles files = new([gateway.Address!]);
        await TalkAsync(files.Folder);
        Assert.Equal(0, await gateway.StopAsync());
        Assert.Equal(0, await other.StopAsync());
        Assert.Equal(0, await silo.StopAsync());

        List<ExportedSpan> spans =
        [
            .. _collector.TakeRest("/v1/traces").SelectMany(export => ExportedSpan.Read(export.Body)),
        ];

        string[][] traces = [.. spans.GroupBy(span => span.Trace).Select(trace => Describe([.. trace]))];
        string[][] complete = [.. traces.Where(lines => lines.Length == Expected.Count())];
        Assert.True(
            complete.Length > 0,
            $"{spans.Count} spans; the longest trace: {string.Join("; ", traces.MaxBy(lines => lines.Length) ?? [])}"
        );
        Assert.All(complete, lines => Assert.Equal(Expected, lines));
    }

    private static readonly string[] OncePerMessage =
    [
        "send of ",
        "gateway receive of send",
        "partition of gateway receive",
        "second copy of partition",
    ];

    private static readonly string[] OncePerRecipient =
    [
        "gateway deliver of partition",
        "receive of gateway deliver",
        "receipt send of receive",
        "receipt gateway receive of receipt send",
        "receipt partition of receipt gateway receive",
        "receipt second copy of receipt partition",
        "receipt gateway deliver of receipt partition",
        "receipt receive of receipt gateway deliver",
    ];

    /// <summary>The spans of a message and of its receipts, each with its parent.</summary>
    private static IEnumerable<string> Expected =>
        OncePerMessage
            .Concat(Enumerable.Repeat(OncePerRecipient, Recipients).SelectMany(lines => lines))
            .Order(StringComparer.Ordinal);

    /// <summary>Each span's name and its parent's, which must be one of the same trace and recipient.</summary>
    private static string[] Describe(ExportedSpan[] trace)
    {
        ILookup<string, ExportedSpan> byId = trace.ToLookup(span => span.Id);
        return
        [
            .. trace
                .Select(span =>
                {
                    ExportedSpan? parent = byId[span.Parent].SingleOrDefault();
                    bool isSameUser =
                        parent?.Tags.ContainsKey("mgen.recipient") != true
                        || parent.Tags["mgen.recipient"] == span.Tags["mgen.recipient"];
                    return $"{span.Name} of {(isSameUser ? parent?.Name : "another recipient")}";
                })
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Runs a client until it has some receipts, and stops it in order.</summary>
    private async Task TalkAsync(string folder)
    {
        ProcessStartInfo start = new("dotnet", [SwarmProcess.Program, "*.yaml", "--seed", "7", "--quiet", .. Sampled])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        foreach ((string name, string value) in Environment)
            start.Environment[name] = value;
        using Process client = Process.Start(start)!;
        try
        {
            using CancellationTokenSource limit = new(Patience);
            int receipts = 0;
            while (receipts < 400 && await client.StandardOutput.ReadLineAsync(limit.Token) is { } line)
                receipts += line.Contains("receipt", StringComparison.Ordinal) ? 1 : 0;
            Assert.Equal(400, receipts);
            Task<string> rest = client.StandardOutput.ReadToEndAsync(limit.Token);
            await Signals.SendAsync("TERM", client.Id);
            await rest;
            await client.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!client.HasExited)
                client.Kill();
        }
    }

    private Dictionary<string, string> Environment =>
        new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRICS_EXPORTER"] = "none",
            ["OTEL_LOGS_EXPORTER"] = "none",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200", // so that the exporter's queue of 2,048 spans does not overflow
        };

    private Task<NodeProcess> StartAsync(string program, LogCapture log, params string[] arguments) =>
        NodeProcess.StartAsync(
            program,
            log,
            Environment,
            [.. arguments, "--local-folder", _folder.FullName, .. Sampled]
        );
}
