using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace MGen.Transport.OpenSsl;

/// <summary>
/// One thread that waits for its connections' sockets and does their work: the home of each of them. Work from other threads comes through
/// <see cref="Post"/>; the loop is woken by an eventfd only when it sleeps.
/// </summary>
internal sealed unsafe class EventLoop : IDisposable
{
    private const int EventsPerWait = 512;
    private const ulong WakeUp = ulong.MaxValue;

    private readonly int _epoll;
    private readonly int _wake;
    private readonly ConcurrentQueue<IHomeWork> _work = new();
    private readonly List<OpenSslConnection?> _connections = [];
    private readonly Stack<int> _freeSlots = [];
    private readonly Thread _thread;
    private int _awake = 1;
    private volatile bool _stopping;

    public EventLoop(int number)
    {
        _epoll = Checked(LibC.epoll_create1(LibC.CloseOnExec));
        _wake = Checked(LibC.eventfd(0, LibC.CloseOnExec | LibC.NonBlocking));
        Control(LibC.EpollAdd, _wake, LibC.EpollIn | LibC.EpollEdgeTriggered, WakeUp);
        _thread = new Thread(Run) { IsBackground = true, Name = $"mgen-loop-{number}" };
        _thread.Start();
    }

    /// <summary>The buffers that the connections at work share.</summary>
    public CipherWindow Window { get; } = new();

    /// <summary>Whether the caller runs on this loop's thread.</summary>
    public bool IsCurrent => Environment.CurrentManagedThreadId == _thread.ManagedThreadId;

    /// <summary>Whether the thread has ended: nothing runs here any more.</summary>
    public bool HasStopped => _stopping && !_thread.IsAlive;

    /// <summary>Queues work for the loop's thread. Any thread may call this.</summary>
    public void Post(IHomeWork work)
    {
        _work.Enqueue(work);
        if (Volatile.Read(ref _awake) == 0 && Interlocked.Exchange(ref _awake, 1) == 0)
            Wake();
    }

    /// <summary>Starts to watch a connection's socket; its edges arrive at <see cref="OpenSslConnection.OnReady"/>. On the loop's thread.</summary>
    /// <returns>The slot to give back to <see cref="Remove"/>.</returns>
    /// <exception cref="Win32Exception">The kernel watches no more sockets; nothing was added.</exception>
    public int Add(OpenSslConnection connection, int descriptor)
    {
        if (!_freeSlots.TryPop(out int slot))
        {
            slot = _connections.Count;
            _connections.Add(null);
        }
        try
        {
            Control(LibC.EpollAdd, descriptor, LibC.EpollIn | LibC.EpollOut | LibC.EpollReadHangup | LibC.EpollEdgeTriggered, (ulong)slot);
        }
        catch (Win32Exception)
        {
            _freeSlots.Push(slot);
            throw;
        }
        _connections[slot] = connection;
        return slot;
    }

    /// <summary>Stops watching. On the loop's thread.</summary>
    public void Remove(int slot, int descriptor)
    {
        _connections[slot] = null;
        Control(LibC.EpollDelete, descriptor, 0, 0);
        _freeSlots.Push(slot);
    }

    /// <summary>Ends the thread; connections that still live see <see cref="ConnectionEnd.Aborted"/>.</summary>
    public void Dispose()
    {
        _stopping = true;
        Wake();
        _thread.Join();
        _ = LibC.close(_wake);
        _ = LibC.close(_epoll);
        Window.Dispose();
    }

    private void Run()
    {
        CipherBio.Bind(Window);
        byte* events = stackalloc byte[EventsPerWait * LibC.EventBytes];
        while (!_stopping)
        {
            DoQueuedWork();
            int count = Wait(events);
            for (int i = 0; i < count; i++)
                Dispatch(events + (i * LibC.EventBytes));
        }
        foreach (OpenSslConnection? connection in _connections.ToArray())
            connection?.EndAs(ConnectionEnd.Aborted);
        DoQueuedWork();
    }

    /// <summary>What is queued while this runs waits for the next round, so that sockets get their turn.</summary>
    private void DoQueuedWork()
    {
        for (int left = _work.Count; left > 0 && _work.TryDequeue(out IHomeWork? work); left--)
            work.Execute();
    }

    private int Wait(byte* events)
    {
        Volatile.Write(ref _awake, 0);
        Interlocked.MemoryBarrier();
        int timeout = _work.IsEmpty && !_stopping ? -1 : 0;
        int count = LibC.epoll_wait(_epoll, events, EventsPerWait, timeout);
        Volatile.Write(ref _awake, 1);
        return Math.Max(count, 0);
    }

    private void Dispatch(byte* epollEvent)
    {
        uint flags = *(uint*)epollEvent;
        ulong data = *(ulong*)(epollEvent + LibC.EventBytes - 8);
        if (data == WakeUp)
        {
            ulong count;
            _ = LibC.read(_wake, &count, sizeof(ulong));
            return;
        }
        _connections[(int)data]?.OnReady((int)flags);
    }

    private void Wake()
    {
        ulong one = 1;
        _ = LibC.write(_wake, &one, sizeof(ulong));
    }

    private void Control(int operation, int descriptor, int flags, ulong data)
    {
        byte* epollEvent = stackalloc byte[16];
        *(int*)epollEvent = flags;
        *(ulong*)(epollEvent + LibC.EventBytes - 8) = data;
        _ = Checked(LibC.epoll_ctl(_epoll, operation, descriptor, epollEvent));
    }

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());
}
