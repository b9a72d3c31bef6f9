using MGen.Messenger.Scheduling;

namespace MGen.Messenger;

/// <summary>Tells when a swarm that makes no new messages has come to rest.</summary>
internal sealed class RestDetector(DeadlineScheduler scheduler)
{
    /// <summary>
    /// After so long without a received byte nothing more is expected. How many receipts a message will get, no client
    /// knows.
    /// </summary>
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(1);

    private long _lastProgress = -1;
    private TimeSpan _lastProgressAt;

    /// <summary>Whether nothing waits to be sent and nothing comes any more.</summary>
    /// <param name="unsent">What waits to be sent.</param>
    /// <param name="progress">A number that changes with everything received.</param>
    public bool IsAtRest(long unsent, long progress)
    {
        TimeSpan now = scheduler.Now;
        if (progress != _lastProgress)
            (_lastProgress, _lastProgressAt) = (progress, now);
        return unsent == 0 && now - _lastProgressAt >= QuietTime;
    }
}
