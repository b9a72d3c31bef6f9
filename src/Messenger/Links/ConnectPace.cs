using System.Collections.Concurrent;
using MGen.Messenger.Scheduling;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Messenger.Links;

/// <summary>
/// The pace at which a process connects to each server. Without it, thousands of conversations that connect to a busy
/// server at the same time wait longer for their handshakes than their time limit allows, give up and try again. The
/// server then spends its time on handshakes whose clients have left, and no connection is ever established. Attempts
/// through a proxy are not paced, because building a circuit costs the server no time. Thread-safe.
/// </summary>
/// <param name="scheduler">The clock and all deadlines.</param>
/// <param name="patience">
/// How long an attempt waits for its start while no other attempt to its server succeeds: the time limit of an attempt.
/// </param>
/// <param name="loop">The loop on which waiting attempts continue; <c>null</c>: the thread pool.</param>
internal sealed class ConnectPace(DeadlineScheduler scheduler, TimeSpan patience, SharedLoop? loop)
{
    private readonly ConcurrentDictionary<HostPort, ServerPace> _servers = new();

    /// <summary>The pace of one server.</summary>
    public ServerPace For(HostPort server) => _servers.GetOrAdd(server, _ => new ServerPace(scheduler, patience, loop));
}

/// <summary>
/// The attempts to connect to one server, first come, first served. The number of concurrent attempts is limited by a
/// window. A full window grows by one with each quick success, so it doubles per round trip. The window is halved when
/// attempts take long. Thread-safe.
/// </summary>
internal sealed class ServerPace(DeadlineScheduler scheduler, TimeSpan patience, SharedLoop? loop)
{
    /// <summary>The first window. Fewer concurrent attempts do not wait, unless the window was halved.</summary>
    public const int FirstWindow = 64;

    /// <summary>The smallest window.</summary>
    public const int LeastWindow = 4;

    /// <summary>An attempt that succeeds within this time lets a full window grow.</summary>
    public static readonly TimeSpan Quick = TimeSpan.FromSeconds(2);

    /// <summary>
    /// An attempt that takes at least this time halves the window, but at most once in this time, because attempts that
    /// began before the last cut say nothing about the smaller window. The value is far below the default time limit of
    /// an attempt (60 s).
    /// </summary>
    public static readonly TimeSpan Slow = TimeSpan.FromSeconds(8);

    private readonly Lock _gate = new();
    private readonly LinkedList<WaitingAttempt> _waiting = new();
    private int _underWay;
    private TimeSpan? _cutAt;
    private TimeSpan? _succeededAt;

    /// <summary>The largest number of concurrent attempts.</summary>
    public int Window { get; private set; } = FirstWindow;

    /// <summary>The number of attempts that wait for their start.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>Waits until the attempt may begin. Does not throw.</summary>
    /// <returns>
    /// Whether the attempt may begin: the caller then calls <see cref="Leave"/> at its end. <c>false</c> if
    /// <paramref name="stop"/> was cancelled, or if no attempt has succeeded for as long as the patience.
    /// </returns>
    public ValueTask<bool> EnterAsync(CancellationToken stop)
    {
        WaitingAttempt attempt;
        lock (_gate)
        {
            if (_underWay < Window && _waiting.Count == 0)
            {
                _underWay++;
                return new(true);
            }
            attempt = new WaitingAttempt(this);
            attempt.Place = _waiting.AddLast(attempt);
        }
        return new(WaitAsync(attempt, stop));
    }

    /// <summary>Notes the end of an attempt.</summary>
    /// <param name="startedAt">When it began, on the scheduler's time line.</param>
    /// <param name="isConnected">Whether TCP and TLS are established.</param>
    public void Leave(TimeSpan startedAt, bool isConnected)
    {
        TimeSpan now = scheduler.Now;
        lock (_gate)
        {
            Adapt(now, now - startedAt, isConnected);
            _underWay--;
            // Starts none if the window was cut below the number of running attempts, and several if the window has
            // grown.
            while (_underWay < Window && _waiting.First is { } first)
            {
                _underWay++;
                _waiting.Remove(first);
                first.Value.End(mayBegin: true);
            }
        }
    }

    private void Adapt(TimeSpan now, TimeSpan took, bool isConnected)
    {
        if (isConnected)
            _succeededAt = now;
        if (isConnected && took <= Quick && _underWay >= Window)
        {
            Window++;
        }
        else if (took >= Slow && !(now - _cutAt < Slow))
        {
            Window = Math.Max(LeastWindow, Window / 2);
            _cutAt = now;
        }
    }

    private async Task<bool> WaitAsync(WaitingAttempt attempt, CancellationToken stop)
    {
        scheduler.Arm(attempt, scheduler.Now + patience);
        using CancellationTokenRegistration stopped = stop.UnsafeRegister(
            static state => ((WaitingAttempt)state!).GiveUp(),
            attempt
        );
        bool mayBegin = await attempt.Ended;
        scheduler.Cancel(attempt);
        // Leave ends the wait under the lock, at the end of another attempt, and this method continues inline. Without
        // the yield, attempts that fail immediately would nest, each inside the end of the previous one.
        if (loop is not null)
            await loop.YieldAsync();
        else
            await Task.Yield();
        return mayBegin;
    }

    /// <summary>
    /// Extends the wait until the patience has passed since the last success. Returns <c>false</c> if it already has.
    /// </summary>
    private bool TryExtend(WaitingAttempt attempt)
    {
        TimeSpan? until;
        lock (_gate)
            until = _succeededAt + patience;
        if (until is not { } later || later <= scheduler.Now)
            return false;
        scheduler.Arm(attempt, later);
        return true;
    }

    /// <summary>An attempt that waits. It is due when its patience ends.</summary>
    private sealed class WaitingAttempt(ServerPace pace) : Deadline
    {
        // Continuations run inline: WaitAsync yields by itself, to the loop instead of the pool.
        private readonly TaskCompletionSource<bool> _ended = new();

        /// <summary>Whether the attempt may begin.</summary>
        public Task<bool> Ended => _ended.Task;

        public LinkedListNode<WaitingAttempt>? Place { get; set; }

        /// <summary>Ends the wait.</summary>
        public void End(bool mayBegin) => _ended.TrySetResult(mayBegin);

        /// <summary>Leaves the queue, unless the attempt has begun.</summary>
        public void GiveUp()
        {
            lock (pace._gate)
            {
                // Leave has removed the attempt and lets it begin.
                if (Place?.List is null)
                    return;
                pace._waiting.Remove(Place);
            }
            End(mayBegin: false);
        }

        /// <summary>
        /// Gives up if no other attempt has succeeded within the patience. While the server accepts other connections,
        /// waiting is not a failure.
        /// </summary>
        protected internal override void OnDue()
        {
            if (!pace.TryExtend(this))
                GiveUp();
        }
    }
}
