using MGen.EventLog;

namespace MGen.Gateway;

/// <summary>The time in which members only register: nothing is read from them, so nothing is relayed. It counts from when the port listens.</summary>
internal sealed class RegistrationPhase : IDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ServerLog _log;
    private readonly TimeSpan _length;
    private readonly TimeProvider _clock;
    private ITimer? _timer;

    /// <summary>Prepares the phase; <see cref="Begin"/> starts it.</summary>
    /// <param name="length">Its length; zero: it is over from the start, without a line in the log.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="log">Where its end is logged.</param>
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

    /// <summary>The port listens: the phase counts from now. Once.</summary>
    public void Begin()
    {
        if (_length > TimeSpan.Zero)
            _timer = _clock.CreateTimer(static state => ((RegistrationPhase)state!).Finish(), this, _length, Timeout.InfiniteTimeSpan);
    }

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
