using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MGen.Telemetry.Tests;

public sealed class MetricsExportTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Start_NoEndpoint_ExportsNothing() => Assert.Null(MetricsExport.Start(_ => null, "MGen.Test"));

    [Fact]
    public void Start_EndpointIsNoAddress_Throws() => Assert.Throws<UriFormatException>(() => MetricsExport.Start(_ => "nonsense", "MGen.Test"));

    [Fact]
    public async Task Start_EndpointOfACollector_SendsTheMetersNamed()
    {
        using HttpListener collector = Listen(out int port);
        Task<(string Path, string Body)> arrived = ReceiveAsync(collector);
        using Meter meter = new("MGen.Test");
        Dictionary<string, string> environment = new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{port}",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        };

        using (MetricsExport.Start(environment.GetValueOrDefault, "MGen.*"))
            meter.CreateCounter<long>("mgen.test.things").Add(3);

        (string path, string body) = await arrived.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal("/v1/metrics", path);
        Assert.Contains("mgen.test.things", body, StringComparison.Ordinal);
    }

    private static HttpListener Listen(out int port)
    {
        using (TcpListener probe = new(IPAddress.Loopback, 0))
        {
            probe.Start();
            port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }
        HttpListener listener = new();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        return listener;
    }

    private static async Task<(string Path, string Body)> ReceiveAsync(HttpListener collector)
    {
        HttpListenerContext request = await collector.GetContextAsync();
        using StreamReader body = new(request.Request.InputStream, Encoding.Latin1);
        string text = await body.ReadToEndAsync();
        request.Response.Close();
        return (request.Request.Url!.AbsolutePath, text);
    }
}
