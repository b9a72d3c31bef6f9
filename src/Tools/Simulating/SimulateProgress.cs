using System.Globalization;
using MGen.Cli;
using MGen.Simulation;

namespace MGen.Tools.Simulating;

/// <summary>Shows how far a simulation is: redrawn each second on a terminal, else a line every ten seconds; short work shows nothing.</summary>
internal sealed class SimulateProgress : IAsyncDisposable
{
    private const string EraseLine = "\r\u001b[K";

    private readonly ProgramWorld _world;
    private readonly Simulator _simulator;
    private readonly TimeSpan _duration;
    private readonly long _startedAt;
    private readonly PeriodicTimer _timer;
    private readonly Task _drawing;
    private bool _isDrawn;

    public SimulateProgress(ProgramWorld world, Simulator simulator, TimeSpan duration)
    {
        (_world, _simulator, _duration) = (world, simulator, duration);
        _startedAt = world.Clock.GetTimestamp();
        _timer = new PeriodicTimer(TimeSpan.FromSeconds(world.ErrorIsTerminal ? 1 : 10), world.Clock);
        _drawing = DrawAsync();
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
            string line = Line(_simulator.Progress, _world.Clock.GetElapsedTime(_startedAt));
            await _world.Error.WriteAsync(_world.ErrorIsTerminal ? EraseLine + line : line + "\n");
            _isDrawn = true;
        }
    }

    private string Line(SimulationProgress progress, TimeSpan elapsed)
    {
        double hours = progress.ConversationsDone * _duration.TotalHours;
        return progress.LogEvents > 0
            ? string.Create(CultureInfo.InvariantCulture, $"writing the log   {progress.LogEvents:N0} lines")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"conversations {progress.ConversationsDone:N0} of {progress.Conversations:N0}   simulated {hours:N0} h of them   events {progress.Events:N0}   {progress.Events / elapsed.TotalSeconds / 1e6:F1} million/s");
    }
}
