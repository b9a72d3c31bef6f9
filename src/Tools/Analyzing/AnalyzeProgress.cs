using System.Globalization;
using MGen.Analysis;
using MGen.Cli;

namespace MGen.Tools.Analyzing;

/// <summary>Shows how far the reading of logs has come: redrawn each second on a terminal, else a line every ten seconds; short work shows nothing. Any thread.</summary>
/// <param name="world">Where to show it.</param>
/// <param name="isQuiet">Whether to show nothing.</param>
/// <param name="run">Which of several runs, as in <c>run 3 of 10   </c>; empty for one.</param>
internal sealed class AnalyzeProgress(ProgramWorld world, bool isQuiet, string run = "") : IDisposable
{
    private const double BytesPerMegabyte = 1e6;

    private readonly Lock _lock = new();
    private readonly TimeSpan _interval = TimeSpan.FromSeconds(world.ErrorIsTerminal ? 1 : 10);
    private readonly long _start = world.Clock.GetTimestamp();
    private TimeSpan _shown;
    private bool _isDrawn;

    /// <summary>Takes in how far it has come, and shows it if it is time.</summary>
    public void Report(AnalysisProgress progress)
    {
        TimeSpan elapsed = world.Clock.GetElapsedTime(_start);
        if (isQuiet || elapsed - _shown < _interval)
            return;
        lock (_lock)
        {
            if (elapsed - _shown < _interval)
                return;
            _shown = elapsed;
            string line = Line(progress, elapsed);
            if (world.ErrorIsTerminal)
                world.Error.Write($"\r{line}\u001b[K");
            else
                world.Error.WriteLine(line);
            _isDrawn = true;
        }
    }

    /// <summary>Clears the line.</summary>
    public void Dispose()
    {
        if (_isDrawn && world.ErrorIsTerminal)
            world.Error.Write("\r\u001b[K");
    }

    private string Line(AnalysisProgress progress, TimeSpan elapsed) => string.Create(
        CultureInfo.InvariantCulture,
        $"reading   {run}{progress.BytesRead / BytesPerMegabyte:N0} of {progress.BytesTotal / BytesPerMegabyte:N0} MB   {progress.BytesRead / BytesPerMegabyte / elapsed.TotalSeconds:N0} MB/s   files {progress.FilesRead:N0} of {progress.FilesTotal:N0}");
}
