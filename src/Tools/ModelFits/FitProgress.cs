using System.Globalization;
using MGen.Cli;

namespace MGen.Tools.ModelFits;

/// <summary>Shows how far a fit is.</summary>
internal sealed class FitProgress : IDisposable
{
    private readonly ProgressLine _line;
    private volatile string _stage = "";
    private long _done;
    private long _all;

    public FitProgress(ProgramWorld world, bool isQuiet) => _line = new ProgressLine(world, Text, isQuiet);

    /// <summary>Begins a stage of so many steps.</summary>
    public void Begin(string stage, long steps)
    {
        (_done, _all) = (0, steps);
        _stage = stage;
    }

    /// <summary>A step is done. Any thread.</summary>
    public void Step() => Interlocked.Increment(ref _done);

    /// <summary>Erases the line.</summary>
    public void Dispose() => _line.Dispose();

    private string Text() =>
        string.Create(CultureInfo.InvariantCulture, $"{_stage} {Interlocked.Read(ref _done):N0} of {Interlocked.Read(ref _all):N0}");
}
