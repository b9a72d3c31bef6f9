using System.Runtime.CompilerServices;
using MGen.Cli;
using Microsoft.Extensions.Logging;

namespace MGen.Telemetry;

/// <summary>
/// The diagnostics and the export of programs that seldom have anything to log: clients and peers. Without a
/// collector the exporter is not loaded.
/// </summary>
public sealed partial class ProgramExport : IDisposable
{
    private static readonly string[] Endpoints =
    [
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
        "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    ];

    private readonly ProgramWorld _world;
    private readonly string _program;
    private readonly DiagnosticsOptions _options;
    private readonly IDisposable? _export;

    private ProgramExport(ProgramWorld world, string program, DiagnosticsOptions options, IDisposable? export)
    {
        _world = world;
        _program = program;
        _options = options;
        _export = export;
    }

    /// <summary>Whether anything is exported.</summary>
    public bool IsRunning => _export is not null;

    /// <summary>Starts the export if the environment names an endpoint.</summary>
    /// <param name="world">The program's environment.</param>
    /// <param name="program">The program's name, as in <c>mgen-client</c>.</param>
    /// <param name="options">Level and format of diagnostics, and which messages are traced.</param>
    /// <param name="meters">Names of the meters to export.</param>
    /// <returns>The export. Its disposal sends buffered data and ends the export.</returns>
    /// <exception cref="UriFormatException">
    /// An <c>OTEL_</c> variable's value is not allowed, or there is no endpoint for traces.
    /// </exception>
    public static ProgramExport Start(
        ProgramWorld world,
        string program,
        DiagnosticsOptions options,
        params string[] meters
    )
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(options);
        bool isWanted = options.Traces.Sample > 0 || Endpoints.Any(name => world.Environment(name) is { Length: > 0 });
        return new ProgramExport(
            world,
            program,
            options,
            isWanted ? Export(world, program, options.Traces, meters) : null
        );
    }

    /// <summary>Logs a problem as a warning, on stderr and to the collector. Thread-safe.</summary>
    /// <param name="problem">One sentence.</param>
    public void Report(string problem)
    {
        string category = $"MGen.{char.ToUpperInvariant(_program["mgen-".Length])}{_program["mgen-x".Length..]}";
        using TextLoggerProvider text = new(_world.Error, _options, _world.Clock, _world.Stop);
        LogProblem(text.CreateLogger(category), problem);
        if (_options.Level <= LogLevel.Warning && (_export as OtlpExport)?.Loggers is { } collector)
            LogProblem(collector.CreateLogger(category), problem);
    }

    /// <inheritdoc/>
    public void Dispose() => _export?.Dispose();

    /// <summary>
    /// Starts the export. This is a separate method that is not inlined, so that a client without a collector does not
    /// load the exporter.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static OtlpExport? Export(ProgramWorld world, string program, TraceOptions traces, string[] meters) =>
        OtlpExport.Start(world.Environment, ServiceIdentity.Create(world, program), traces, meters);

    [LoggerMessage(81, LogLevel.Warning, "{Problem}")]
    private static partial void LogProblem(ILogger logger, string problem);
}
