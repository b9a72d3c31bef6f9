using MGen.Cli;
using MGen.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MGen.Telemetry;

/// <summary>
/// Sends a program's metrics, diagnostics and, if asked for, traces to a collector by OTLP, if the standard environment
/// variables configure a collector.
/// </summary>
public sealed class OtlpExport : IDisposable
{
    /// <summary>The meter of the base library: garbage collection, threads, exceptions.</summary>
    private const string RuntimeMeter = "System.Runtime";

    private readonly OpenTelemetrySdk _sdk;

    private OtlpExport(OpenTelemetrySdk sdk, bool withLogs)
    {
        _sdk = sdk;
        Loggers = withLogs ? sdk.GetLoggerFactory() : null;
    }

    /// <summary>Creates loggers that send to the collector; <c>null</c> if diagnostics are not exported.</summary>
    internal ILoggerFactory? Loggers { get; }

    /// <summary>
    /// Starts the export if <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, or the variable for one signal alone, is set. The
    /// other <c>OTEL_</c> variables of the exporter apply; <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c>
    /// take precedence over <paramref name="service"/>.
    /// </summary>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="service">Identifies the process to the collector.</param>
    /// <param name="traces">Which messages are traced.</param>
    /// <param name="meters">
    /// Names of the meters to export; <c>*</c> matches any characters. The runtime's meter is added.
    /// </param>
    /// <returns>
    /// The export; <c>null</c> if nothing is exported. Its disposal sends buffered data and ends the export.
    /// </returns>
    /// <exception cref="UriFormatException">
    /// A variable's value is not allowed, or there is no endpoint for traces.
    /// </exception>
    public static OtlpExport? Start(
        Func<string, string?> environment,
        ServiceIdentity service,
        TraceOptions traces,
        params string[] meters
    )
    {
        ArgumentNullException.ThrowIfNull(traces);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(service);
        OtlpSettings settings = new(environment);
        settings.Validate();
        if (traces.Sample > 0 && !settings.HasTracesEndpoint)
            throw new UriFormatException(
                "--trace-sample needs a collector: set OTEL_EXPORTER_OTLP_ENDPOINT, as in http://127.0.0.1:4317"
            );
        bool withLogs = settings.ExportsLogs;
        bool withTraces = traces.Sample > 0 && settings.ExportsTraces;
        if (!settings.ExportsMetrics && !withLogs && !withTraces)
            return null;
        return new OtlpExport(
            OpenTelemetrySdk.Create(sdk =>
            {
                Configure(sdk, settings, service, meters);
                if (withTraces)
                    AddTraces(sdk, traces);
            }),
            withLogs
        );
    }

    /// <inheritdoc/>
    public void Dispose() => _sdk.Dispose();

    /// <summary>
    /// Exports traces. Whether a trace is exported depends only on its id, which all processes derive alike, so either
    /// all of them export the trace or none.
    /// </summary>
    private static void AddTraces(IOpenTelemetryBuilder sdk, TraceOptions traces)
    {
        MessageTrace.Run = traces.Run;
        sdk.WithTracing(tracing =>
            tracing.AddSource(MessageTrace.SourceName).SetSampler(new TraceIdRatioBasedSampler(traces.Sample))
        );
    }

    private static void Configure(
        IOpenTelemetryBuilder sdk,
        OtlpSettings settings,
        ServiceIdentity service,
        string[] meters
    )
    {
        sdk.Services.AddSingleton(settings.Configuration);
        sdk.ConfigureResource(resource =>
            resource
                // Without the default resource, whose service.name is "unknown_service".
                .Clear()
                .AddTelemetrySdk()
                .AddService(service.Name, serviceVersion: service.Version, serviceInstanceId: service.Instance)
                .AddEnvironmentVariableDetector()
        );
        sdk.UseOtlpExporter(); // unlike AddOtlpExporter, it also reads the variables for one signal alone
        if (settings.ExportsMetrics)
            sdk.WithMetrics(metrics => metrics.AddMeter([.. meters, RuntimeMeter]));
        if (settings.ExportsLogs)
            sdk.WithLogging(configureBuilder: null, options => options.IncludeFormattedMessage = true);
    }
}

/// <summary>
/// Identifies a process to a collector: <c>service.name</c>, <c>service.instance.id</c>, <c>service.version</c>.
/// </summary>
/// <param name="Name">The program's name.</param>
/// <param name="Instance">The process: unique among those that export to one collector.</param>
/// <param name="Version">The program's version.</param>
public sealed record ServiceIdentity(string Name, string Instance, string Version)
{
    /// <summary>Identifies this process by host name and process id.</summary>
    internal static ServiceIdentity Create(ProgramWorld world, string program) =>
        new(program, FormattableString.Invariant($"{world.HostName}-{Environment.ProcessId}"), ProgramVersion.Text);
}
