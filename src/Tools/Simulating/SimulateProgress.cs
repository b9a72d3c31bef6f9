using System.Globalization;
using MGen.Cli;
using MGen.Simulation;

namespace MGen.Tools.Simulating;

/// <summary>Shows how far a simulation is.</summary>
internal sealed class SimulateProgress : IDisposable
{
    private readonly ProgressLine _line;
    private readonly ProgramWorld _world;
    private readonly TimeSpan _duration;
    private readonly long _startedAt;
    private long? _writingSince;

    public SimulateProgress(ProgramWorld world, Simulator simulator, TimeSpan duration)
    {
        (_world, _duration) = (world, duration);
        _startedAt = world.Clock.GetTimestamp();
        _line = new ProgressLine(world, () => Text(simulator.Progress));
    }

    /// <summary>Erases the line.</summary>
    public void Dispose() => _line.Dispose();

    private string Text(SimulationProgress progress) =>
        progress.LogEventsTotal > 0 ? TextOfWriting(progress) : TextOfSimulating(progress);

    private string TextOfWriting(SimulationProgress progress)
    {
        _writingSince ??= _world.Clock.GetTimestamp();
        double done = (double)progress.LogEvents / progress.LogEventsTotal;
        string left = TimeLeft.Format(_world.Clock.GetElapsedTime(_writingSince.Value), done);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"writing   {progress.LogEvents:N0} of {progress.LogEventsTotal:N0} events{left}"
        );
    }

    private string TextOfSimulating(SimulationProgress progress)
    {
        TimeSpan elapsed = _world.Clock.GetElapsedTime(_startedAt);
        double hours = progress.ConversationsDone * _duration.TotalHours;
        string left = TimeLeft.Format(elapsed, (double)progress.ConversationsDone / progress.Conversations);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"conversations {progress.ConversationsDone:N0} of {progress.Conversations:N0}   simulated {hours:N0} h of them   events {progress.Events:N0}   {progress.Events / elapsed.TotalSeconds / 1e6:F1} million/s{left}"
        );
    }
}
