using System.Runtime.CompilerServices;
using MGen.Cli;

namespace MGen.Telemetry;

/// <summary>The export of a program without diagnostics of its own: clients and peers.</summary>
public static class ProgramExport
{
    private static readonly string[] Endpoints =
        ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT"];

    /// <summary>Starts the export if the environment names an endpoint.</summary>
    /// <param name="world">The program's world.</param>
    /// <param name="program">Its name.</param>
    /// <param name="meters">Names of the meters to export.</param>
    /// <returns>Stops the export when disposed; <c>null</c> if there is none.</returns>
    /// <exception cref="UriFormatException">An <c>OTEL_</c> variable's value is not allowed.</exception>
    public static IDisposable? Start(ProgramWorld world, string program, params string[] meters)
    {
        ArgumentNullException.ThrowIfNull(world);
        return Endpoints.Any(name => world.Environment(name) is { Length: > 0 }) ? Export(world, program, meters) : null;
    }

    /// <summary>Apart from its caller: a client without a collector does not load the exporter, nor the logging library.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static OtlpExport? Export(ProgramWorld world, string program, string[] meters) =>
        OtlpExport.Start(world.Environment, ServiceIdentity.Create(world, program), meters);
}
