using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace MGen.Grains.Links;

/// <summary>
/// One thread that does all that passes between this member and others. A round: (1) read what has come on all links → (2) what other threads want →
/// (3) what waited for the end of the round → (4) send, once per link. The busier, the more one round carries, and the fewer system calls a message costs.
/// </summary>
internal sealed partial class LinkLoop : IDisposable
{
    /// <summary>How often it wakes up without a reason, to see who is gone.</summary>
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>A yield that takes longer was used by somebody: nobody to run costs less than a microsecond.</summary>
    private static readonly TimeSpan SomebodyRan = TimeSpan.FromMicroseconds(10);

    private const int MostYields = 3;

    private readonly TimeProvider _clock;
    private readonly ILogger<LinkLoop> _logger;
    private readonly ConcurrentQueue<Action> _work = new();
    private readonly Queue<Action> _late = new();
    private readonly Queue<ILoopSocket> _unsent = new();
    private readonly List<ILoopSocket> _sockets = [];
    private readonly List<Socket> _readable = [];
    private readonly List<Socket> _writable = [];
    private readonly WakeSocket _wake = new();
    private readonly Thread _thread;
    private long _lastTick;
    private int _awake = 1;
    private volatile bool _stopping;

    public LinkLoop(TimeProvider clock, ILogger<LinkLoop> logger)
    {
        (_clock, _logger, _lastTick) = (clock, logger, clock.GetTimestamp());
        _sockets.Add(_wake);
        _thread = new Thread(Run) { IsBackground = true, Name = "mgen-links" };
        _thread.Start();
    }

    /// <summary>Whether the caller runs on the loop's thread.</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>Raised twice a second, on the loop's thread.</summary>
    public event Action? Ticked;

    /// <summary>Lets the loop's thread do something soon; nothing after its end. Any thread.</summary>
    public void Post(Action work)
    {
        _work.Enqueue(work);
        if (Volatile.Read(ref _awake) == 0 && Interlocked.Exchange(ref _awake, 1) == 0)
            _wake.Send();
    }

    /// <summary>Does something on the loop's thread; what it awaits goes on there. Any thread.</summary>
    /// <exception cref="ObjectDisposedException">The loop has ended.</exception>
    public Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        ObjectDisposedException.ThrowIf(_stopping, this);
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => _ = CompleteAsync(work, done));
        return done.Task;
    }

    /// <summary>Does something at the end of this round, when all that has come was read. On the loop's thread.</summary>
    public void AtEndOfRound(Action work) => _late.Enqueue(work);

    /// <summary>A socket has something to send at the end of this round. On the loop's thread.</summary>
    public void FlushAtEndOfRound(ILoopSocket socket) => _unsent.Enqueue(socket);

    /// <summary>Serves a socket from now on. On the loop's thread.</summary>
    public void Add(ILoopSocket socket) => _sockets.Add(socket);

    /// <summary>No longer serves a socket. On the loop's thread.</summary>
    public void Remove(ILoopSocket socket) => _sockets.Remove(socket);

    /// <summary>Ends the thread and closes what it serves.</summary>
    public void Dispose()
    {
        if (_stopping)
            return;
        _stopping = true;
        _wake.Send();
        if (!IsCurrent)
            _thread.Join();
    }

    private static async Task CompleteAsync<T>(Func<Task<T>> work, TaskCompletionSource<T> done)
    {
        try
        {
            done.TrySetResult(await work());
        }
        catch (Exception failure)
        {
            done.TrySetException(failure);
        }
    }

    private void Run()
    {
        SynchronizationContext.SetSynchronizationContext(new LoopContext(this));
        while (!_stopping)
        {
            try
            {
                GiveWay();
                Wait();
                Read();
                Work();
                Tick();
                Finish();
            }
            catch (Exception bug)
            {
                LogBug(_logger, bug);
            }
        }
        foreach (ILoopSocket socket in _sockets.ToArray())
            socket.Socket.Dispose();
    }

    /// <summary>Whoever is ready to run has something for us soon: on a busy machine one round then carries several times as much.</summary>
    private void GiveWay()
    {
        for (int yields = 0; yields < MostYields; yields++)
        {
            long before = _clock.GetTimestamp();
            Thread.Yield();
            if (_clock.GetElapsedTime(before) < SomebodyRan)
                return;
        }
    }

    private void Wait()
    {
        _readable.Clear();
        _writable.Clear();
        foreach (ILoopSocket socket in _sockets)
        {
            _readable.Add(socket.Socket);
            if (socket.WantsToWrite)
                _writable.Add(socket.Socket);
        }
        Volatile.Write(ref _awake, 0);
        Interlocked.MemoryBarrier();
        TimeSpan longest = _work.IsEmpty && !_stopping ? TickEvery : TimeSpan.Zero;
        Socket.Select(_readable, _writable, null, longest);
        Volatile.Write(ref _awake, 1);
    }

    /// <summary>(1) What is ready stands in the order in which it was asked for.</summary>
    private void Read()
    {
        int next = 0;
        for (int i = 0; i < _sockets.Count && next < _readable.Count; i++)
        {
            ILoopSocket socket = _sockets[i];
            if (socket.Socket != _readable[next])
                continue;
            next++;
            socket.OnReadable();
            if (i < _sockets.Count && _sockets[i] != socket)
                i--; // it has left
        }
    }

    /// <summary>(2) What is added while this runs waits for the next round.</summary>
    private void Work()
    {
        for (int left = _work.Count; left > 0 && _work.TryDequeue(out Action? work); left--)
            work();
    }

    /// <summary>(3) and (4); what fails to leave may give more to do.</summary>
    private void Finish()
    {
        foreach (Socket writable in _writable)
            _sockets.Find(socket => socket.Socket == writable)?.Flush();
        while (true)
        {
            if (_late.TryDequeue(out Action? work))
                work();
            else if (_unsent.TryDequeue(out ILoopSocket? socket))
                socket.Flush();
            else
                return;
        }
    }

    private void Tick()
    {
        if (_clock.GetElapsedTime(_lastTick) < TickEvery)
            return;
        _lastTick = _clock.GetTimestamp();
        Ticked?.Invoke();
    }

    [LoggerMessage(41, LogLevel.Error, "The loop of the links met a bug")]
    private static partial void LogBug(ILogger logger, Exception bug);
}
