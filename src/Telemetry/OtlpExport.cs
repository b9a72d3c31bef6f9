using MGen.Cli;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace MGen.Telemetry;

/// <summary>Sends a program's metrics and diagnostics to a collector by OTLP, where the standard environment variables ask for it.</summary>
public sealed class OtlpExport : IDisposable
{
    /// <summary>The meter of the base library: garbage collection, threads, exceptions.</summary>
    private const string RuntimeMeter = "System.Runtime";

    private readonly OpenTelemetrySdk _sdk;

    private OtlpExport(OpenTelemetrySdk sdk, bool withLogs) => (_sdk, Loggers) = (sdk, withLogs ? sdk.GetLoggerFactory() : null);

    /// <summary>Makes loggers whose lines go to the collector; <c>null</c> if none are wanted there.</summary>
    internal ILoggerFactory? Loggers { get; }

    /// <summary>
    /// Starts the export if <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, or the variable for metrics or logs alone, is set. The other <c>OTEL_</c> variables of the
    /// exporter apply; <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> win over <paramref name="service"/>.
    /// </summary>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="service">Who exports.</param>
    /// <param name="meters">Names of meters; <c>*</c> stands for any characters. Those of the runtime are added.</param>
    /// <returns>Sends what is left and stops when disposed; <c>null</c> if there is no export.</returns>
    /// <exception cref="UriFormatException">A variable's value is not allowed.</exception>
    public static OtlpExport? Start(Func<string, string?> environment, ServiceIdentity service, params string[] meters)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(service);
        OtlpSettings settings = new(environment);
        settings.Validate();
        bool withLogs = settings.ExportsLogs;
        if (!settings.ExportsMetrics && !withLogs)
            return null;
        return new OtlpExport(OpenTelemetrySdk.Create(sdk => Configure(sdk, settings, service, meters)), withLogs);
    }

    /// <inheritdoc/>
    public void Dispose() => _sdk.Dispose();

    private static void Configure(IOpenTelemetryBuilder sdk, OtlpSettings settings, ServiceIdentity service, string[] meters)
    {
        sdk.Services.AddSingleton(settings.Configuration);
        sdk.ConfigureResource(resource => resource
            .Clear()
            .AddTelemetrySdk()
            .AddService(service.Name, serviceVersion: service.Version, serviceInstanceId: service.Instance)
            .AddEnvironmentVariableDetector());
        sdk.UseOtlpExporter(); // unlike AddOtlpExporter it reads the variables for metrics or logs alone, too
        if (settings.ExportsMetrics)
            sdk.WithMetrics(metrics => metrics.AddMeter([.. meters, RuntimeMeter]));
        if (settings.ExportsLogs)
            sdk.WithLogging(configureBuilder: null, options => options.IncludeFormattedMessage = true);
    }
}

/// <summary>Who exports, as <c>service.name</c>, <c>service.instance.id</c> and <c>service.version</c>.</summary>
/// <param name="Name">The program's name.</param>
/// <param name="Instance">Which one of its processes: unique among those that export to one collector.</param>
/// <param name="Version">The program's version.</param>
public sealed record ServiceIdentity(string Name, string Instance, string Version)
{
    /// <summary>This process of a program: host and process id tell it from others.</summary>
    internal static ServiceIdentity Create(ProgramWorld world, string program) =>
        new(program, FormattableString.Invariant($"{world.HostName}-{Environment.ProcessId}"), ProgramVersion.Text);
}
