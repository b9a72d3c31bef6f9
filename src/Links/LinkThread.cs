using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace MGen.Links;

/// <summary>
/// The thread of a silo that serves its links and nothing else. Continuations of awaits on this thread run on it, too.
/// </summary>
internal sealed partial class LinkThread : ILinkThread, IDisposable
{
    private readonly ILogger<LinkThread> _logger;
    private readonly ConcurrentQueue<Action> _work = new();
    private readonly List<ILinkSocket> _sockets = [];
    private readonly List<Socket> _readable = [];
    private readonly List<Socket> _writable = [];
    private readonly WakeSocket _wake = new();
    private readonly Thread _thread;
    private volatile Action _finish = static () => { };
    private int _awake = 1;
    private volatile bool _stopping;

    public LinkThread(ILogger<LinkThread> logger)
    {
        _logger = logger;
        // The first socket of each select, so that posted work ends the wait.
        _sockets.Add(_wake);
        _thread = new Thread(Run) { IsBackground = true, Name = "mgen-links" };
        _thread.Start();
    }

    public bool IsCurrent => Thread.CurrentThread == _thread;

    public void OnIterationEnd(Action action) => _finish = action;

    public void Post(Action work)
    {
        // Enqueue first: either the thread finds the work, or this caller sees that the thread waits. The interlocked
        // operation of Enqueue is the fence between the two.
        _work.Enqueue(work);
        if (Volatile.Read(ref _awake) == 0 && Interlocked.Exchange(ref _awake, 1) == 0)
            _wake.Send();
    }

    public void Watch(ILinkSocket socket) => _sockets.Add(socket);

    public void Unwatch(ILinkSocket socket) => _sockets.Remove(socket);

    /// <summary>Ends the thread and closes the sockets it serves.</summary>
    public void Dispose()
    {
        if (_stopping)
            return;
        _stopping = true;
        _wake.Send();
        // A component that is disposed on this thread must not wait for itself.
        if (!IsCurrent)
            _thread.Join();
    }

    private void Run()
    {
        SynchronizationContext.SetSynchronizationContext(new LoopContext(this));
        while (!_stopping)
        {
            try
            {
                Wait();
                // Written first, so that a link drains before it reads and responds to more.
                Write();
                Read();
                Work();
                _finish();
            }
            catch (Exception bug)
            {
                LogBug(_logger, bug); // and continue: all links of this process depend on this thread
            }
        }
        // Sockets only: the process ends, so outstanding calls do not complete.
        foreach (ILinkSocket socket in _sockets.ToArray())
            socket.Socket.Dispose();
    }

    private void Wait()
    {
        _readable.Clear();
        _writable.Clear();
        bool hasBuffered = false;
        foreach (ILinkSocket socket in _sockets)
        {
            // Rebuilt each time, since Select removes the sockets that are not ready. A cluster has few members.
            _readable.Add(socket.Socket);
            if (socket.WantsToWrite)
                _writable.Add(socket.Socket);
            hasBuffered |= socket.HasBuffered;
        }
        // Announce the wait, then check the queue: the opposite order of Post.
        Volatile.Write(ref _awake, 0);
        Interlocked.MemoryBarrier();
        Socket.Select(
            _readable,
            _writable,
            null,
            _work.IsEmpty && !_stopping && !hasBuffered ? Timeout.InfiniteTimeSpan : TimeSpan.Zero
        );
        Volatile.Write(ref _awake, 1);
    }

    private void Write()
    {
        foreach (Socket writable in _writable) // an earlier flush may have removed the socket
            _sockets.Find(socket => socket.Socket == writable)?.Flush();
    }

    /// <summary>
    /// Serves the readable sockets and those with buffered bytes. Select returns readable sockets in the order of its
    /// input, so one pass finds them. A socket with bytes left is readable again in the next iteration.
    /// </summary>
    private void Read()
    {
        int next = 0;
        for (int i = 0; i < _sockets.Count; i++)
        {
            ILinkSocket socket = _sockets[i];
            bool isReadable = next < _readable.Count && socket.Socket == _readable[next];
            if (isReadable)
                next++;
            else if (!socket.HasBuffered)
                continue;
            socket.OnReadable();
            if (i < _sockets.Count && _sockets[i] != socket)
                i--; // OnReadable has removed this socket
        }
    }

    /// <summary>
    /// Runs the work posted so far. Work that is posted during the call waits for the next iteration.
    /// </summary>
    private void Work()
    {
        for (int left = _work.Count; left > 0 && _work.TryDequeue(out Action? work); left--)
            work();
    }

    [LoggerMessage(41, LogLevel.Error, "Unhandled exception on the thread of the links")]
    private static partial void LogBug(ILogger logger, Exception bug);
}

/// <summary>
/// Runs continuations of awaits on the links' thread, so that two threads never use the links' state concurrently.
/// </summary>
internal sealed class LoopContext(ILinkThread thread) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => thread.Post(() => d(state));

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("the thread of the links cannot be waited for");
}
