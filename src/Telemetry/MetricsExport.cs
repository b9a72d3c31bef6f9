using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace MGen.Telemetry;

/// <summary>Sends a program's metrics to a collector where the standard environment variable asks for it.</summary>
public static class MetricsExport
{
    /// <summary>The variable that turns the export on.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Starts the export of the meters named if <see cref="EndpointVariable"/> is set; the other OTEL_ variables apply as usual.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="meters">Names of meters; <c>*</c> stands for any characters.</param>
    /// <returns>Stops the export when disposed; <c>null</c> if there is none.</returns>
    /// <exception cref="UriFormatException">The variable's value is not an absolute address.</exception>
    public static IDisposable? Start(Func<string, string?> environment, params string[] meters)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (environment(EndpointVariable) is not { Length: > 0 } endpoint)
            return null;
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? address))
            throw new UriFormatException($"{EndpointVariable}: '{endpoint}' is not an address; allowed: one like http://127.0.0.1:4317");
        bool overHttp = environment("OTEL_EXPORTER_OTLP_PROTOCOL") == "http/protobuf";
        return Sdk.CreateMeterProviderBuilder()
            .AddMeter(meters)
            .AddOtlpExporter(exporter =>
            {
                exporter.Protocol = overHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
                exporter.Endpoint = overHttp ? new Uri(address, "v1/metrics") : address;
            })
            .Build();
    }
}
