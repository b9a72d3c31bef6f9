using System.Globalization;
using MGen.Cli;
using MGen.Simulation;

namespace MGen.Tools.Simulating;

/// <summary>Shows how far a simulation is.</summary>
internal sealed class SimulateProgress : IDisposable
{
    private readonly ProgressLine _line;
    private readonly TimeSpan _duration;

    public SimulateProgress(ProgramWorld world, Simulator simulator, TimeSpan duration)
    {
        _duration = duration;
        long start = world.Clock.GetTimestamp();
        _line = new ProgressLine(world, () => Text(simulator.Progress, world.Clock.GetElapsedTime(start)));
    }

    /// <summary>Erases the line.</summary>
    public void Dispose() => _line.Dispose();

    private string Text(SimulationProgress progress, TimeSpan elapsed)
    {
        double hours = progress.ConversationsDone * _duration.TotalHours;
        return progress.LogEvents > 0
            ? string.Create(CultureInfo.InvariantCulture, $"writing the log   {progress.LogEvents:N0} lines")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"conversations {progress.ConversationsDone:N0} of {progress.Conversations:N0}   simulated {hours:N0} h of them   events {progress.Events:N0}   {progress.Events / elapsed.TotalSeconds / 1e6:F1} million/s");
    }
}
