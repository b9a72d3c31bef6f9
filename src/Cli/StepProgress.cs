using System.Globalization;

namespace MGen.Cli;

/// <summary>
/// The progress of work that is done in stages of equal steps: stage, steps done, and the time left. Any thread.
/// </summary>
public sealed class StepProgress : IDisposable
{
    private readonly ProgressLine _line;
    private readonly TimeProvider _clock;
    private Stage _stage;

    /// <summary>Begins to show; nothing before the first stage begins.</summary>
    /// <param name="world">Where to, and the clock.</param>
    /// <param name="isQuiet">Whether nothing is shown.</param>
    public StepProgress(ProgramWorld world, bool isQuiet = false)
    {
        ArgumentNullException.ThrowIfNull(world);
        _clock = world.Clock;
        _stage = new Stage("", 0);
        _line = new ProgressLine(world, Text, isQuiet);
    }

    /// <summary>Begins a stage of so many steps.</summary>
    /// <param name="name">What is being done, as in <c>reading files</c>.</param>
    /// <param name="steps">How many steps it has; 0 if that is not known.</param>
    public void Begin(string name, long steps = 0) =>
        Volatile.Write(ref _stage, new Stage(name, _clock.GetTimestamp()) { Steps = steps });

    /// <summary>A step is done.</summary>
    public void Step() => Interlocked.Increment(ref Volatile.Read(ref _stage).Done);

    /// <summary>So many steps of so many are done.</summary>
    public void Report(long done, long steps)
    {
        Stage stage = Volatile.Read(ref _stage);
        Volatile.Write(ref stage.Steps, steps);
        Volatile.Write(ref stage.Done, done);
    }

    /// <summary>Shows it now.</summary>
    public void Draw() => _line.Draw();

    /// <summary>Erases the line; nothing is shown any more.</summary>
    public void Dispose() => _line.Dispose();

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
