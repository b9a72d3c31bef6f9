using System.Collections.Concurrent;
using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace MGen.Transport.OpenSsl;

/// <summary>
/// A thread that waits for its connections' sockets and serves them. It is the home loop of these connections. Other
/// threads pass work through <see cref="Post"/>, which wakes a sleeping loop by an eventfd. After the loop has ended,
/// posted work runs on a pool thread, one item at a time, so no work is lost and no caller waits without end.
/// </summary>
internal sealed unsafe class EventLoop : SharedLoop, IThreadPoolWorkItem, IDisposable
{
    /// <summary>
    /// Most ready sockets per iteration. All of them are read before anything is written, so that a member gets the
    /// frames of several senders in one flush: with 4,000 busy clients in groups of ten, this limit yields 2.3 times
    /// the deliveries per CPU-second of a limit of 512 (bench/README.md). The events use 48 KiB of the thread's stack
    /// on x86-64, 64 KiB on other processors.
    /// </summary>
    private const int EventsPerWait = 4096;

    private const ulong WakeUp = ulong.MaxValue;

    private readonly int _epoll;
    private readonly int _wake;
    private readonly ConcurrentQueue<IHomeWork> _work = new();
    private readonly List<ILoopSocket?> _sockets = [];
    private readonly Stack<int> _freeSlots = [];
    private readonly List<int> _removedSlots = [];
    private readonly Thread _thread;
    private readonly LoopClock _clock;

    // Excludes Wake during Dispose: a post may be about to write into the descriptor that Dispose closes.
    private readonly Lock _wakeLock = new();
    private int _eventsLeft;
    private bool _isPrompt;
    private volatile bool _isWorkUrgent;
    private int _awake = 1;
    private int _home;
    private volatile bool _stopping;
    private volatile bool _ended;
    private int _succeeded;
    private bool _wakeIsClosed;
    private bool _isDisposed;

    public EventLoop(int number, TimeProvider clock)
    {
        Handshakes = new HandshakeGate(this, clock);
        _clock = new LoopClock(this);
        _epoll = Checked(LibC.epoll_create1(LibC.CloseOnExec));
        _wake = Checked(LibC.eventfd(0, LibC.CloseOnExec | LibC.NonBlocking));
        Watch(_wake, LibC.EpollIn | LibC.EpollEdgeTriggered, WakeUp);
        _thread = new Thread(Run) { IsBackground = true, Name = $"mgen-loop-{number}" };
        _home = _thread.ManagedThreadId;
        _thread.Start();
    }

    /// <summary>The buffers shared by the loop's connections.</summary>
    public CipherWindow Window { get; } = new();

    /// <summary>Limits concurrent handshakes.</summary>
    public HandshakeGate Handshakes { get; }

    /// <summary>Whether the caller runs on this loop's thread, or on the pool thread that replaces it.</summary>
    public override bool IsCurrent => Environment.CurrentManagedThreadId == Volatile.Read(ref _home);

    public override Action? IterationEnded { get; set; }

    public override TimeProvider Clock => _clock;

    public override ILoopDeadlines? Deadlines
    {
        get => _clock.Guest;
        set => _clock.Guest = value;
    }

    /// <summary>Whether the loop has ended: nothing can be sent or received any more.</summary>
    public bool HasEnded => _ended;

    /// <summary>Queues work for the loop's thread. Thread-safe.</summary>
    public override void Post(IHomeWork work)
    {
        _work.Enqueue(work);
        // The work is enqueued before the flag is read: either the loop finds the work, or this thread sees that the
        // loop sleeps.
        Interlocked.MemoryBarrier();
        if (_ended)
            ContinueOnPool();
        // Of several threads that post to a sleeping loop, the one that exchanges the flag makes the system call.
        else if (Volatile.Read(ref _awake) == 0 && Interlocked.Exchange(ref _awake, 1) == 0)
            Wake();
    }

    /// <summary>
    /// Runs work directly if the caller is on the loop's thread and the loop <see cref="TryBePrompt">is prompt</see>;
    /// otherwise queues it. Thread-safe.
    /// </summary>
    public void Hand(IHomeWork work)
    {
        if (_isPrompt && IsCurrent)
            work.Execute();
        else
            Post(work);
    }

    /// <summary>
    /// Makes the loop prompt until <see cref="EndPrompt"/>, if no other socket is ready and no work is queued. A prompt
    /// loop runs handed work directly, because queueing would only delay the work: it could be batched with nothing. On
    /// the loop's thread.
    /// </summary>
    public bool TryBePrompt()
    {
        // Not volatile: only this thread writes the fields. A thread that reads a stale value is another one, and
        // posts, which is always correct.
        _isPrompt = _eventsLeft == 0 && _work.IsEmpty;
        return _isPrompt;
    }

    /// <summary>Ends the prompt state: work is queued again. On the loop's thread.</summary>
    public void EndPrompt() => _isPrompt = false;

    /// <summary>Runs queued work before the next socket is served. Thread-safe.</summary>
    public void StopBatching() => _isWorkUrgent = true;

    /// <summary>Watches a socket, edge-triggered. On the loop's thread.</summary>
    /// <returns>The slot, for <see cref="Remove"/>.</returns>
    /// <exception cref="Win32Exception">
    /// The kernel's limit is reached, or the loop has ended; the socket is not watched.
    /// </exception>
    public int Add(ILoopSocket socket, int descriptor)
    {
        if (_ended)
            throw new Win32Exception("the event loop has ended");
        // The kernel stores 8 bytes per socket: a slot, and not the object's address, which a collection changes.
        if (!_freeSlots.TryPop(out int slot))
        {
            slot = _sockets.Count;
            _sockets.Add(null);
        }
        try
        {
            Watch(
                descriptor,
                LibC.EpollIn | LibC.EpollOut | LibC.EpollReadHangup | LibC.EpollEdgeTriggered,
                (ulong)slot
            );
        }
        catch (Win32Exception)
        {
            _freeSlots.Push(slot);
            throw;
        }
        _sockets[slot] = socket;
        return slot;
    }

    /// <summary>
    /// Stops watching a socket. The kernel does so itself when the socket is closed. On the loop's thread.
    /// </summary>
    public void Remove(int slot, int descriptor)
    {
        if (_ended)
            return; // epoll may be closed already, and its descriptor may be another file's
        _sockets[slot] = null;
        byte* unused = stackalloc byte[16];
        _ = LibC.epoll_ctl(_epoll, LibC.EpollDelete, descriptor, unused);
        _removedSlots.Add(slot);
    }

    public override SocketAcceptor CreateAcceptor(Socket listening) => new LoopAcceptor(this, listening);

    public override int Watch(ILoopSocket guest, Socket socket) =>
        Add(guest, (int)socket.SafeHandle.DangerousGetHandle());

    public override void Unwatch(int slot, Socket socket) => Remove(slot, (int)socket.SafeHandle.DangerousGetHandle());

    /// <summary>Ends the thread; open connections end with <see cref="ConnectionEnd.Aborted"/>. Idempotent.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        _stopping = true;
        Wake();
        _thread.Join();
        ContinueOnPool(); // work posted while the thread ended has woken no thread
        lock (_wakeLock)
        {
            _wakeIsClosed = true;
            _ = LibC.close(_wake);
        }
        _ = LibC.close(_epoll);
        Handshakes.Dispose();
    }

    /// <summary>Runs work that was posted after the thread had ended.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        Volatile.Write(ref _home, Environment.CurrentManagedThreadId);
        // This thread is the home while it runs the queue, so that code that asserts its home passes.
        while (_work.TryDequeue(out IHomeWork? work))
            work.Execute();
        Volatile.Write(ref _home, 0);
        Interlocked.Exchange(ref _succeeded, 0);
        // Work posted since the last dequeue found _succeeded set, so it queued no work item of the pool.
        if (!_work.IsEmpty)
            ContinueOnPool();
    }

    private void Run()
    {
        CipherWindow.Current = Window;
        byte* events = stackalloc byte[EventsPerWait * LibC.EventBytes];
        while (!_stopping)
        {
            DoQueuedWork();
            if (_clock.CallDue())
                DoQueuedWork(); // such as the frames that timers have queued
            // Called after the work, so that what the work has queued leaves now, and before the wait, which may be
            // long.
            IterationEnded?.Invoke();
            FreeRemovedSlots();
            int count = Wait(events);
            for (int i = 0; i < count; i++)
            {
                _eventsLeft = count - 1 - i; // for TryBePrompt: more ready sockets mean more frames to batch
                Dispatch(events + (i * LibC.EventBytes));
                // An outbox that fills requests this, because the rest of the batch may be thousands of sockets.
                if (_isWorkUrgent)
                    DoQueuedWork();
            }
        }
        EndSockets();
        _clock.End();
        // Disposed on this thread and before _ended is set. From then on a pool thread runs the connections' work,
        // which reads the window and the keys in its ciphers.
        Window.Dispose();
        // Cleared before _ended is set: from then on a thread of the pool may make itself the home.
        Volatile.Write(ref _home, 0);
        _ended = true;
    }

    /// <summary>
    /// Notifies all sockets of the end. Repeats until no work is queued, because queued work may still add a socket.
    /// </summary>
    private void EndSockets()
    {
        do
        {
            DoQueuedWork();
            foreach (ILoopSocket? socket in _sockets.ToArray())
                socket?.OnLoopEnd();
        } while (!_work.IsEmpty);
    }

    /// <summary>
    /// Makes the slots of removed sockets available. Not earlier than at the next wait: an event of this batch may
    /// still name such a slot, and a new socket in it would receive the event of the old one.
    /// </summary>
    private void FreeRemovedSlots()
    {
        foreach (int slot in _removedSlots)
            _freeSlots.Push(slot);
        _removedSlots.Clear();
    }

    private void ContinueOnPool()
    {
        if (Interlocked.Exchange(ref _succeeded, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>
    /// Runs the work queued so far. Work that is queued during the call waits for the next iteration: otherwise a
    /// steady supply of work could keep the loop from serving its sockets.
    /// </summary>
    private void DoQueuedWork()
    {
        _isWorkUrgent = false;
        for (int left = _work.Count; left > 0 && _work.TryDequeue(out IHomeWork? work); left--)
            work.Execute();
    }

    private int Wait(byte* events)
    {
        // Announce the sleep, then check the queue. Post enqueues first and then reads the flag, so that at least one
        // of the two threads sees the other.
        Volatile.Write(ref _awake, 0);
        Interlocked.MemoryBarrier();
        // With queued work the wait has zero length, but is not omitted: the sockets must be served even if the queue
        // is never empty.
        int timeout = _work.IsEmpty && !_stopping ? _clock.MillisecondsToNext() : 0;
        int count = LibC.epoll_wait(_epoll, events, EventsPerWait, timeout);
        Volatile.Write(ref _awake, 1);
        return Math.Max(count, 0); // -1: interrupted by a signal
    }

    private void Dispatch(byte* epollEvent)
    {
        uint flags = *(uint*)epollEvent;
        ulong data = *(ulong*)(epollEvent + LibC.EventBytes - 8);
        if (data == WakeUp)
        {
            ulong count;
            // Resets the counter, so that the next write is an edge again.
            _ = LibC.read(_wake, &count, sizeof(ulong));
            return;
        }
        // Null if an earlier socket of this batch has removed this one.
        _sockets[(int)data]?.OnReady((int)flags);
    }

    private void Wake()
    {
        ulong one = 1;
        lock (_wakeLock)
        {
            if (!_wakeIsClosed) // the descriptor may be another file's
                _ = LibC.write(_wake, &one, sizeof(ulong));
        }
    }

    private void Watch(int descriptor, int flags, ulong data)
    {
        byte* epollEvent = stackalloc byte[16];
        *(int*)epollEvent = flags;
        // The data are the last 8 bytes in both layouts of the structure, see LibC.EventBytes.
        *(ulong*)(epollEvent + LibC.EventBytes - 8) = data;
        _ = Checked(LibC.epoll_ctl(_epoll, LibC.EpollAdd, descriptor, epollEvent));
    }

    private static int Checked(int result) =>
        result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());
}
