using System.Security.Cryptography;
using MGen.Cli;
using MGen.Telemetry.Tests;

namespace MGen.Peer.Tests;

/// <summary>The traces of messages between peers, as a collector receives them.</summary>
public sealed class PeerTraceTests : IDisposable
{
    private readonly PeerWorld _world = new();
    private readonly Collector _collector = new();

    public void Dispose()
    {
        _collector.Dispose();
        _world.Dispose();
    }

    [Fact]
    public async Task RunAsync_TracesOfTwoPeers_GoFromSendToReceipt()
    {
        _world.Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Address;
        _world.Variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        _world.Variables["OTEL_METRICS_EXPORTER"] = "none";
        // A group of its own: the listener hears the peers of tests that run at the same time in this process, too.
        _world.WritePeer("alice", "bob", idleSeconds: 0.1, group: "traced");
        _world.WritePeer("bob", "alice", group: "traced");

        ExitCode code = await _world.RunAsync("hosts", "*.yaml", "--duration", "1s", "--trace-sample", "1");

        Assert.True(code is ExitCode.Ok or ExitCode.Doubtful, _world.Error);
        IGrouping<string, ExportedSpan>[] traces =
        [
            .. _collector
                .TakeRest("/v1/traces")
                .SelectMany(export => ExportedSpan.Read(export.Body))
                .Where(span => span.Tags["mgen.group"] == "traced")
                .GroupBy(span => span.Trace),
        ];
        Assert.Contains(
            Convert.ToHexStringLower(SHA256.HashData(",traced,alice,0"u8)[..16]),
            traces.Select(trace => trace.Key)
        );
        string[][] complete = [.. traces.Select(Describe).Where(lines => lines.Length == 4)];
        Assert.NotEmpty(complete);
        Assert.All(
            complete,
            lines =>
                Assert.Equal(
                    [
                        "receipt receive of receipt send: alice to bob",
                        "receipt send of receive: alice to bob",
                        "receive of send: alice to bob",
                        "send of : alice to bob",
                    ],
                    lines
                )
        );
    }

    private static string[] Describe(IEnumerable<ExportedSpan> trace)
    {
        Dictionary<string, string> names = trace.ToDictionary(span => span.Id, span => span.Name);
        return
        [
            .. trace
                .Select(span =>
                    $"{span.Name} of {names.GetValueOrDefault(span.Parent, span.Parent)}: {span.Tags["mgen.sender"]} to {span.Tags["mgen.recipient"]}"
                )
                .Order(StringComparer.Ordinal),
        ];
    }
}
