using MGen.EventLog;

namespace MGen.Gateway;

/// <summary>The time after the start in which members only register: nothing is read from them, so nothing is relayed.</summary>
internal sealed class RegistrationPhase : IDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ServerLog _log;
    private readonly ITimer? _timer;

    /// <summary>Begins the phase.</summary>
    /// <param name="length">Its length; zero: it is over at once, without a line in the log.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="log">Where its end is logged.</param>
    public RegistrationPhase(TimeSpan length, TimeProvider clock, ServerLog log)
    {
        _log = log;
        if (length > TimeSpan.Zero)
            _timer = clock.CreateTimer(static state => ((RegistrationPhase)state!).Finish(), this, length, Timeout.InfiniteTimeSpan);
        else
            _ended.SetResult();
    }

    /// <summary>Completes when the phase is over.</summary>
    public Task Ended => _ended.Task;

    public void Dispose()
    {
        _timer?.Dispose();
        _ended.TrySetCanceled();
    }

    private void Finish()
    {
        _log.RegistrationPhaseComplete();
        _ended.TrySetResult();
    }
}
