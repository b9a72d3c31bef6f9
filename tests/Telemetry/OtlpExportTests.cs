using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace MGen.Telemetry.Tests;

public sealed class OtlpExportTests : IDisposable
{
    private readonly Collector _collector = new();
    private readonly Meter _meter = new("MGen.Test");
    private readonly Dictionary<string, string> _environment = new()
    {
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
    };

    public void Dispose()
    {
        _meter.Dispose();
        _collector.Dispose();
    }

    [Fact]
    public void Start_NoEndpoint_ExportsNothing() => Assert.Null(Start());

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "nonsense")]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "127.0.0.1:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "GRPC")]
    public void Start_ValueThatTheExporterWouldIgnore_NamesVariableAndValue(string variable, string value)
    {
        _environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Address;
        _environment[variable] = value;

        UriFormatException failure = Assert.Throws<UriFormatException>(Start);

        Assert.StartsWith($"{variable}: '{value}' ", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    [InlineData("OTEL_METRICS_EXPORTER", "none")]
    public void Start_MetricsDisabled_ExportsNoMetrics(string variable, string value)
    {
        _environment["OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"] = $"{_collector.Address}/v1/metrics";
        _environment[variable] = value;

        Assert.Null(Start());
    }

    [Fact]
    public async Task Start_EndpointWithPathAndHeaders_ExportsTheNamedMeters()
    {
        _environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"{_collector.Address}/team/otlp";
        _environment["OTEL_EXPORTER_OTLP_HEADERS"] = "x-key=secret";

        using (Start())
            _meter.CreateCounter<long>("mgen.test.things").Add(3);

        Collector.Export export = await _collector.NextAsync("/v1/metrics");
        Assert.Equal("/team/otlp/v1/metrics", export.Path);
        Assert.Equal("secret", export.Key);
        Assert.Contains("mgen.test.things", export.Text, StringComparison.Ordinal);
        Assert.Contains("dotnet.gc.collections", export.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_Service_IsNamedWithInstanceAndVersion()
    {
        _environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Address;

        using (Start())
            _meter.CreateCounter<long>("mgen.test.things").Add(3);

        string text = (await _collector.NextAsync("/v1/metrics")).Text;
        Assert.All(
            (string[])["service.name", "mgen-test", "service.instance.id", "here-7", "service.version", "1.2.3"],
            word => Assert.Contains(word, text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Start_ServiceNameInTheEnvironment_TakesPrecedence()
    {
        _environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Address;
        _environment["OTEL_SERVICE_NAME"] = "chosen";

        using (Start())
            _meter.CreateCounter<long>("mgen.test.things").Add(3);

        string text = (await _collector.NextAsync("/v1/metrics")).Text;
        Assert.Contains("chosen", text, StringComparison.Ordinal);
        Assert.DoesNotContain("mgen-test", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DurationsInSeconds_HaveBucketsForSeconds()
    {
        _environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Address;

        using (Start())
            _meter.CreateHistogram("mgen.test.duration", "s", "", tags: null, Buckets.Seconds).Record(0.0042);

        Collector.Export export = await _collector.NextAsync("/v1/metrics");
        Assert.True(export.Holds(0.0025) && export.Holds(0.005), "the bounds around 4.2 ms");
    }

    [Fact]
    public async Task Start_LogsEndpoint_SendsLines()
    {
        _environment["OTEL_EXPORTER_OTLP_LOGS_ENDPOINT"] = $"{_collector.Address}/v1/logs";

        using (OtlpExport? export = Start())
        {
            Assert.NotNull(export?.Loggers);
            export
                .Loggers.CreateLogger("MGen.Test")
                .Log(LogLevel.Warning, new EventId(5), "two of three silos", null, static (state, _) => state);
        }

        Assert.Contains("two of three silos", (await _collector.NextAsync("/v1/logs")).Text, StringComparison.Ordinal);
    }

    private OtlpExport? Start() =>
        OtlpExport.Start(
            _environment.GetValueOrDefault,
            new ServiceIdentity("mgen-test", "here-7", "1.2.3"),
            new TraceOptions(),
            "MGen.*"
        );
}
