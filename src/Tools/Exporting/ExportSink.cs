using MGen.Cli;
using MGen.EventLog;
using MGen.Export;
using MGen.Simulation.Events;

namespace MGen.Tools.Exporting;

/// <summary>Exports a simulation while it runs, without an intermediate event log.</summary>
internal sealed class ExportSink(ExportOptions options) : IEventSink, IDisposable
{
    private readonly ExportRun _run = new(
        options with
        {
            Disorder = TimeSpan.Zero,
        },
        $"mgentools {ProgramVersion.Text}"
    );

    public void Write(in LogEvent item) => _run.Take(item);

    /// <summary>Returns a sink that exports events and then writes them to the event log.</summary>
    public IEventSink Before(IEventSink log) => new Both(_run, log);

    /// <summary>Messages that observed people have sent so far.</summary>
    public long SentByObserved => _run.SentByObserved;

    public ExportCounts Complete() => _run.Complete();

    public void Dispose() => _run.Dispose();

    private sealed class Both(ExportRun run, IEventSink log) : IEventSink
    {
        public void Write(in LogEvent item)
        {
            run.Take(item);
            log.Write(item);
        }
    }
}
