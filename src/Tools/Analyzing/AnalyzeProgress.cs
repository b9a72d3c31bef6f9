using System.Globalization;
using MGen.Analysis;
using MGen.Cli;

namespace MGen.Tools.Analyzing;

/// <summary>Shows how far the reading of logs has come.</summary>
internal sealed class AnalyzeProgress : IDisposable
{
    private const double BytesPerMegabyte = 1e6;

    private readonly Lock _gate = new();
    private readonly ProgressLine _line;
    private readonly string _run;
    private AnalysisProgress _progress;

    /// <param name="world">Where to show it.</param>
    /// <param name="isQuiet">Whether to show nothing.</param>
    /// <param name="run">Which of several runs, as in <c>run 3 of 10   </c>; empty for one.</param>
    public AnalyzeProgress(ProgramWorld world, bool isQuiet, string run = "")
    {
        _run = run;
        long start = world.Clock.GetTimestamp();
        _line = new ProgressLine(world, () => Text(world.Clock.GetElapsedTime(start)), isQuiet);
    }

    /// <summary>Takes in how far it has come. Any thread.</summary>
    public void Report(AnalysisProgress progress)
    {
        lock (_gate)
            _progress = progress;
    }

    /// <summary>Erases the line.</summary>
    public void Dispose() => _line.Dispose();

    private string Text(TimeSpan elapsed)
    {
        AnalysisProgress now;
        lock (_gate)
            now = _progress;
        return now.FilesTotal == 0
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"reading   {_run}{now.BytesRead / BytesPerMegabyte:N0} of {now.BytesTotal / BytesPerMegabyte:N0} MB   {now.BytesRead / BytesPerMegabyte / elapsed.TotalSeconds:N0} MB/s   files {now.FilesRead:N0} of {now.FilesTotal:N0}{TimeLeft.Format(elapsed, now.BytesRead / Math.Max(1.0, now.BytesTotal))}"
            );
    }
}
