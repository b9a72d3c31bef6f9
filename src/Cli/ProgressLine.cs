using System.Globalization;

namespace MGen.Cli;

/// <summary>
/// Shows progress on stderr: on a terminal, a line redrawn every second; otherwise a new line every ten seconds. Work
/// that ends within the first interval shows nothing. Thread-safe.
/// </summary>
public sealed class ProgressLine : IDisposable
{
    /// <summary>Erases the current line of a terminal, for code that writes between two redraws.</summary>
    public const string EraseLine = "\r" + EraseRest;

    private const string EraseRest = "\u001b[K";

    private readonly Lock _gate = new();
    private readonly ProgramWorld _world;
    private readonly Func<string> _text;
    private readonly TimeSpan _interval;
    private readonly ITimer? _timer;
    private bool _isDrawn;
    private bool _isOver;

    /// <summary>Starts to show progress.</summary>
    /// <param name="world">Provides stderr and the clock.</param>
    /// <param name="text">
    /// Returns the current text; nothing is shown if it is empty. Called on the timer's thread, and by
    /// <see cref="Draw"/> on its caller's, one call at a time.
    /// </param>
    /// <param name="isQuiet">Whether to show nothing.</param>
    public ProgressLine(ProgramWorld world, Func<string> text, bool isQuiet = false)
    {
        ArgumentNullException.ThrowIfNull(world);
        _world = world;
        _text = text;
        _isOver = isQuiet;
        _interval = TimeSpan.FromSeconds(world.ErrorIsTerminal ? 1 : 10);
        _timer = isQuiet
            ? null
            : world.Clock.CreateTimer(_ => Draw(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer?.Change(_interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Shows the current text; the next time is one interval later.</summary>
    public void Draw()
    {
        lock (_gate)
        {
            if (_isOver)
                return;
            string text = _text();
            if (text.Length > 0)
                Write(text);
            // Start the interval only after the write, because a terminal may block.
            _timer!.Change(_interval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Erases the line and shows nothing more.</summary>
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

/// <summary>
/// Shows the progress of work in stages of equal steps: stage, steps done, and the time left. Thread-safe.
/// </summary>
public sealed class StepProgress : IDisposable
{
    private readonly ProgramWorld _world;
    private readonly bool _isQuiet;
    private readonly long _fewestSteps;
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private ProgressLine? _line;
    private Stage _stage;

    /// <summary>Starts to show progress, from the first stage on.</summary>
    /// <param name="world">Provides stderr and the clock.</param>
    /// <param name="isQuiet">Whether to show nothing.</param>
    /// <param name="fewestSteps">
    /// Show nothing until <see cref="Report"/> receives at least this many steps. Short work then creates no timer,
    /// which would start a thread.
    /// </param>
    public StepProgress(ProgramWorld world, bool isQuiet = false, long fewestSteps = 0)
    {
        ArgumentNullException.ThrowIfNull(world);
        _world = world;
        _isQuiet = isQuiet;
        _fewestSteps = fewestSteps;
        _clock = world.Clock;
        _stage = new Stage("", 0);
        StartLine(0);
    }

    /// <summary>Begins a stage.</summary>
    /// <param name="name">The stage's name, as in <c>reading files</c>.</param>
    /// <param name="steps">The number of steps; 0 if unknown.</param>
    public void Begin(string name, long steps = 0) =>
        Volatile.Write(ref _stage, new Stage(name, _clock.GetTimestamp()) { Steps = steps });

    /// <summary>Counts a finished step.</summary>
    public void Step() => Interlocked.Increment(ref Volatile.Read(ref _stage).Done);

    /// <summary>Sets the numbers of finished and of all steps.</summary>
    public void Report(long done, long steps)
    {
        Stage stage = Volatile.Read(ref _stage);
        Volatile.Write(ref stage.Steps, steps);
        Volatile.Write(ref stage.Done, done);
        StartLine(steps);
    }

    /// <summary>Shows the progress now.</summary>
    public void Draw() => Volatile.Read(ref _line)?.Draw();

    /// <summary>Erases the line and shows nothing more.</summary>
    public void Dispose() => Volatile.Read(ref _line)?.Dispose();

    private void StartLine(long steps)
    {
        if (steps < _fewestSteps || Volatile.Read(ref _line) is not null)
            return;
        lock (_gate)
            _line ??= new ProgressLine(_world, Text, _isQuiet);
    }

    private string Text()
    {
        Stage stage = Volatile.Read(ref _stage);
        (long done, long steps) = (Volatile.Read(ref stage.Done), Volatile.Read(ref stage.Steps));
        if (stage.Name.Length == 0 || steps == 0)
            return stage.Name.Length == 0 ? "" : $"{stage.Name} ...";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{stage.Name} {done:N0} of {steps:N0}{TimeLeft.Format(_clock.GetElapsedTime(stage.Began), (double)done / steps)}"
        );
    }

    private sealed class Stage(string name, long began)
    {
        public long Done;
        public long Steps;

        public string Name { get; } = name;

        public long Began { get; } = began;
    }
}

/// <summary>Estimates the remaining time of work, at its average speed so far.</summary>
public static class TimeLeft
{
    /// <summary>Formats the estimate, as in <c>, about 12 s left</c>; empty while less than 0.5 % is done.</summary>
    /// <param name="elapsed">The time so far.</param>
    /// <param name="done">The finished part, from 0 to 1.</param>
    public static string Format(TimeSpan elapsed, double done)
    {
        const double Least = 0.005;
        if (!(done >= Least))
            return "";
        TimeSpan left = TimeSpan.FromSeconds(Math.Ceiling(elapsed.TotalSeconds * Math.Max(0, 1 - done) / done));
        return left < TimeSpan.FromMinutes(2)
            ? string.Create(CultureInfo.InvariantCulture, $", about {left.TotalSeconds:F0} s left")
            : string.Create(CultureInfo.InvariantCulture, $", about {left.TotalMinutes:F0} min left");
    }
}
