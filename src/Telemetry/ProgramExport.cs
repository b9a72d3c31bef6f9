using System.Runtime.CompilerServices;
using MGen.Cli;

namespace MGen.Telemetry;

/// <summary>The export of programs that write no diagnostics: clients and peers.</summary>
public static class ProgramExport
{
    private static readonly string[] Endpoints =
    [
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
        "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    ];

    /// <summary>Starts the export if the environment names an endpoint.</summary>
    /// <param name="world">The program's environment.</param>
    /// <param name="program">The program's name.</param>
    /// <param name="traces">Which messages are traced.</param>
    /// <param name="meters">Names of the meters to export.</param>
    /// <returns>Disposing it stops the export; <c>null</c> if nothing is exported.</returns>
    /// <exception cref="UriFormatException">
    /// An <c>OTEL_</c> variable's value is not allowed, or there is no endpoint for traces.
    /// </exception>
    public static IDisposable? Start(ProgramWorld world, string program, TraceOptions traces, params string[] meters)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(traces);
        return traces.Sample > 0 || Endpoints.Any(name => world.Environment(name) is { Length: > 0 })
            ? Export(world, program, traces, meters)
            : null;
    }

    /// <summary>
    /// A method of its own, not inlined: a client without a collector then loads neither exporter nor logging library.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static OtlpExport? Export(ProgramWorld world, string program, TraceOptions traces, string[] meters) =>
        OtlpExport.Start(world.Environment, ServiceIdentity.Create(world, program), traces, meters);
}
