using MGen.EventLog;

namespace MGen.Gateway;

/// <summary>
/// The time in which members only register: their connections are not read, so nothing is relayed. The phase begins
/// when the port is open.
/// </summary>
internal sealed class RegistrationPhase : IDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ServerLog _log;
    private readonly TimeSpan _length;
    private readonly TimeProvider _clock;
    private ITimer? _timer;

    /// <summary>Creates the phase; <see cref="Begin"/> starts it.</summary>
    /// <param name="length">Its length. If zero, it is over from the start, and nothing is logged.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="log">Receives the end of the phase.</param>
    public RegistrationPhase(TimeSpan length, TimeProvider clock, ServerLog log)
    {
        _length = length;
        _clock = clock;
        _log = log;
        if (length <= TimeSpan.Zero)
            _ended.SetResult();
    }

    /// <summary>Completes when the phase is over.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Starts the phase. Call this once, when the port is open.</summary>
    public void Begin()
    {
        if (_length > TimeSpan.Zero)
            _timer = _clock.CreateTimer(
                static state => ((RegistrationPhase)state!).Finish(),
                this,
                _length,
                Timeout.InfiniteTimeSpan
            );
    }

    public void Dispose()
    {
        _timer?.Dispose();
        // No connection may wait for a phase that can no longer end.
        _ended.TrySetCanceled();
    }

    private void Finish()
    {
        // Logged first: the line must precede the first relayed frame.
        _log.RegistrationPhaseComplete();
        _ended.TrySetResult();
    }
}
