namespace MGen.Cli;

/// <summary>
/// Shows on stderr how far long work is: redrawn each second on a terminal, else a line every ten seconds; short work
/// shows nothing. Any thread.
/// </summary>
public sealed class ProgressLine : IDisposable
{
    /// <summary>What clears the line that the cursor is on: for whoever writes between two redraws.</summary>
    public const string EraseLine = "\r" + EraseRest;

    private const string EraseRest = "\u001b[K";

    private readonly Lock _gate = new();
    private readonly ProgramWorld _world;
    private readonly Func<string> _text;
    private readonly TimeSpan _interval;
    private readonly ITimer? _timer;
    private bool _isDrawn;
    private bool _isOver;

    /// <summary>Begins to show.</summary>
    /// <param name="world">Where to, and the clock.</param>
    /// <param name="text">What to show now, or nothing if it is empty; called from another thread than the
    /// work's.</param>
    /// <param name="isQuiet">Whether nothing is shown.</param>
    public ProgressLine(ProgramWorld world, Func<string> text, bool isQuiet = false)
    {
        ArgumentNullException.ThrowIfNull(world);
        (_world, _text, _isOver) = (world, text, isQuiet);
        _interval = TimeSpan.FromSeconds(world.ErrorIsTerminal ? 1 : 10);
        _timer = isQuiet
            ? null
            : world.Clock.CreateTimer(_ => Draw(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer?.Change(_interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Shows it now; the next time is an interval from now.</summary>
    public void Draw()
    {
        lock (_gate)
        {
            if (_isOver)
                return;
            string text = _text();
            if (text.Length > 0)
                Write(text);
            // Not before this one is written: a terminal may stand still.
            _timer!.Change(_interval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Erases the line; nothing is shown any more.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_gate)
        {
            if (_isDrawn && !_isOver && _world.ErrorIsTerminal)
                _world.Error.Write(EraseLine);
            _isOver = true;
        }
    }

    private void Write(string text)
    {
        _world.Error.Write(_world.ErrorIsTerminal ? $"\r{text}{EraseRest}" : $"{text}\n");
        _isDrawn = true;
    }
}
