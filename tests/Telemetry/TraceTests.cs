using System.Security.Cryptography;
using System.Text;
using MGen.Wire;

namespace MGen.Telemetry.Tests;

/// <summary>The spans of frames as a collector receives them.</summary>
public sealed class TraceTests : IDisposable
{
    private static readonly Identifier Alice = Identifier.Create("Alice");
    private static readonly Identifier Bob = Identifier.Create("Bob");
    private static readonly Identifier Group = Identifier.Create("work");
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private readonly Collector _collector = new();
    private readonly Dictionary<string, string> _environment = new()
    {
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_METRICS_EXPORTER"] = "none",
        ["OTEL_LOGS_EXPORTER"] = "none",
    };

    public void Dispose() => _collector.Dispose();

    [Fact]
    public void Start_TracesAndNoEndpoint_SaysWhatIsMissing()
    {
        UriFormatException failure = Assert.Throws<UriFormatException>(() => Start(new TraceOptions(0.5)));

        Assert.Equal(
            "--trace-sample needs a collector: set OTEL_EXPORTER_OTLP_ENDPOINT, as in http://127.0.0.1:4317",
            failure.Message
        );
    }

    [Fact]
    public void Start_NoSample_NothingListens()
    {
        _environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Address;

        using (Start(new TraceOptions()))
            Assert.False(MessageTrace.IsOn);
    }

    [Fact]
    public async Task Record_AllHops_AreOneTraceWithItsParents()
    {
        List<ExportedSpan> spans = await ExportAsync(
            new TraceOptions(1, "run 7"),
            () =>
            {
                Frame message = Frame.Message(Alice, Group, 5, 300);
                Frame receipt = Frame.Receipt(Bob, Alice, 5);
                // In any order: each hop is in another process.
                foreach (TraceHop hop in Enum.GetValues<TraceHop>().Where(hop => hop <= TraceHop.Receive).Reverse())
                {
                    MessageTrace.Record(hop, Group, receipt, Alice.Utf8, Noon, Noon);
                    MessageTrace.Record(hop, Group, message, Bob.Utf8, Noon.AddMilliseconds(-3), Noon);
                }
            }
        );

        string trace = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("run 7,work,Alice,5"))[..16]);
        Assert.All(spans, span => Assert.Equal(trace, span.Trace));
        Dictionary<string, string> names = spans.ToDictionary(span => span.Id, span => span.Name);
        Assert.Equal(
            [
                ("gateway deliver", "partition"),
                ("gateway receive", "send"),
                ("partition", "gateway receive"),
                ("receipt gateway deliver", "receipt partition"),
                ("receipt gateway receive", "receipt send"),
                ("receipt partition", "receipt gateway receive"),
                ("receipt receive", "receipt gateway deliver"),
                ("receipt second copy", "receipt partition"),
                ("receipt send", "receive"),
                ("receive", "gateway deliver"),
                ("second copy", "partition"),
                ("send", ""),
            ],
            spans.Select(span => (span.Name, names.GetValueOrDefault(span.Parent, span.Parent))).Order()
        );
        ExportedSpan receive = spans.Single(span => span.Name == "receive");
        Assert.Equal(3_000_000ul, receive.End - receive.Start);
        Assert.Equal(
            [("mgen.group", "work"), ("mgen.message", "5"), ("mgen.recipient", "Bob"), ("mgen.sender", "Alice")],
            receive.Tags.Select(tag => (tag.Key, tag.Value)).Order()
        );
    }

    [Fact]
    public async Task Record_TwoRecipients_EachHasSpansOfItsOwn()
    {
        List<ExportedSpan> spans = await ExportAsync(
            new TraceOptions(1),
            () =>
            {
                Frame message = Frame.Message(Alice, Group, 0, 300);
                foreach (Identifier user in (Identifier[])[Bob, Identifier.Create("Carol")])
                {
                    MessageTrace.Record(TraceHop.GatewayDeliver, Group, message, user.Utf8, Noon, Noon);
                    MessageTrace.Record(TraceHop.Receive, Group, message, user.Utf8, Noon, Noon);
                }
            }
        );

        Assert.Equal(4, spans.Select(span => span.Id).Distinct().Count());
        Assert.Single(spans.Select(span => span.Trace).Distinct());
        Assert.All(
            spans.Where(span => span.Name == "receive"),
            span =>
                Assert.Equal(
                    span.Tags["mgen.recipient"],
                    spans.Single(other => other.Id == span.Parent).Tags["mgen.recipient"]
                )
        );
    }

    /// <summary>
    /// Both hops of a message are exported, or neither, and about a quarter of the messages. The bounds are 5 standard
    /// deviations: with random names 1 run in 1.7 million would fail. The names are fixed, so the result is always the
    /// same.
    /// </summary>
    [Fact]
    public async Task Record_SampledAtAQuarter_AllHopsAgree()
    {
        List<ExportedSpan> spans = await ExportAsync(
            new TraceOptions(0.25),
            () =>
            {
                for (uint id = 0; id < 2_000; id++)
                {
                    Frame message = Frame.Message(Alice, Group, id, 300);
                    MessageTrace.Record(TraceHop.Send, Group, message, default, Noon, Noon);
                    MessageTrace.Record(TraceHop.Partition, Group, message, default, Noon, Noon);
                }
            }
        );

        string[] sent = [.. spans.Where(span => span.Name == "send").Select(span => span.Trace).Order()];
        Assert.Equal(sent, spans.Where(span => span.Name == "partition").Select(span => span.Trace).Order());
        Assert.InRange(sent.Length, 500 - 97, 500 + 97);
    }

    private async Task<List<ExportedSpan>> ExportAsync(TraceOptions options, Action record)
    {
        _environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Address;
        using (Start(options))
        {
            Assert.True(MessageTrace.IsOn);
            record();
        }
        List<ExportedSpan> spans = [.. ExportedSpan.Read((await _collector.NextAsync("/v1/traces")).Body)];
        foreach (Collector.Export export in _collector.TakeRest("/v1/traces"))
            spans.AddRange(ExportedSpan.Read(export.Body));
        return spans;
    }

    private OtlpExport? Start(TraceOptions traces) =>
        OtlpExport.Start(
            _environment.GetValueOrDefault,
            new ServiceIdentity("mgen-test", "here-7", "1.2.3"),
            traces,
            "MGen.*"
        );
}
