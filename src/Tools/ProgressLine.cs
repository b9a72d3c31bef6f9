using MGen.Cli;

namespace MGen.Tools;

/// <summary>Shows how far long work is: redrawn each second on a terminal, else a line every ten seconds; short work shows nothing.</summary>
internal sealed class ProgressLine : IAsyncDisposable
{
    private const string EraseLine = "\r\u001b[K";

    private readonly ProgramWorld _world;
    private readonly Func<string> _text;
    private readonly PeriodicTimer _timer;
    private readonly Task _drawing;
    private bool _isDrawn;

    /// <summary>Begins to show.</summary>
    /// <param name="world">Where to, and the clock.</param>
    /// <param name="text">What to show now; called from another thread than the work's.</param>
    /// <param name="isQuiet">Whether nothing is shown.</param>
    public ProgressLine(ProgramWorld world, Func<string> text, bool isQuiet = false)
    {
        (_world, _text) = (world, text);
        _timer = new PeriodicTimer(TimeSpan.FromSeconds(world.ErrorIsTerminal ? 1 : 10), world.Clock);
        _drawing = isQuiet ? Task.CompletedTask : DrawAsync();
    }

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
            await _world.Error.WriteAsync(_world.ErrorIsTerminal ? EraseLine + _text() : _text() + "\n");
            _isDrawn = true;
        }
    }
}
