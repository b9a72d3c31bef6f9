using System.Globalization;
using MGen.Cli;

namespace MGen.Tools.ModelFits;

/// <summary>Shows how far a fit is: redrawn each second on a terminal, else a line every ten seconds; short work shows nothing.</summary>
internal sealed class FitProgress : IAsyncDisposable
{
    private const string EraseLine = "\r\u001b[K";

    private readonly ProgramWorld _world;
    private readonly PeriodicTimer _timer;
    private readonly Task _drawing;
    private volatile string _stage = "";
    private long _done;
    private long _all;
    private bool _isDrawn;

    public FitProgress(ProgramWorld world, bool isQuiet)
    {
        _world = world;
        _timer = new PeriodicTimer(TimeSpan.FromSeconds(world.ErrorIsTerminal ? 1 : 10), world.Clock);
        _drawing = isQuiet ? Task.CompletedTask : DrawAsync();
    }

    /// <summary>Begins a stage of so many steps.</summary>
    public void Begin(string stage, long steps)
    {
        (_done, _all) = (0, steps);
        _stage = stage;
    }

    /// <summary>A step is done. Any thread.</summary>
    public void Step() => Interlocked.Increment(ref _done);

    /// <summary>Erases the line.</summary>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _drawing;
        if (_isDrawn && _world.ErrorIsTerminal)
            await _world.Error.WriteAsync(EraseLine);
    }

    private async Task DrawAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            string line = string.Create(CultureInfo.InvariantCulture, $"{_stage} {Interlocked.Read(ref _done):N0} of {Interlocked.Read(ref _all):N0}");
            await _world.Error.WriteAsync(_world.ErrorIsTerminal ? EraseLine + line : line + "\n");
            _isDrawn = true;
        }
    }
}
