using MGen.Links;
using MGen.Transport;
using Microsoft.Extensions.Logging;

namespace MGen.Gateway.Remote;

/// <summary>
/// Runs a gateway's links on an event loop of its TLS engine. No other thread is woken between a client's socket and a
/// silo's, and everything that an iteration reads is passed on at the iteration's end. The loop has no synchronisation
/// context, so the continuation of an await may run on another thread.
/// </summary>
internal sealed partial class EngineLinkThread(SharedLoop loop, ILogger<EngineLinkThread> logger) : ILinkThread
{
    private readonly SharedLoop _loop = loop;
    private readonly Dictionary<ILinkSocket, Guest> _guests = [];

    public bool IsCurrent => _loop.IsCurrent;

    public void OnIterationEnd(Action action) => _loop.IterationEnded = () => Do(action);

    public void Post(Action work) => _loop.Post(new Work(this, work));

    // Unlike LinkThread's select, which is level-triggered, the loop's epoll is edge-triggered; see Guest.Serve.
    public void Watch(ILinkSocket socket) => _guests.Add(socket, new Guest(this, socket));

    public void Unwatch(ILinkSocket socket)
    {
        if (_guests.Remove(socket, out Guest? guest))
            guest.Leave();
    }

    /// <summary>Runs work of the links. An exception must not end the loop, which serves clients, too.</summary>
    private void Do(Action work)
    {
        try
        {
            work();
        }
        catch (Exception bug)
        {
            LogBug(logger, bug);
        }
    }

    [LoggerMessage(6, LogLevel.Error, "Unhandled exception in the links between members")]
    private static partial void LogBug(ILogger logger, Exception bug);

    private sealed class Work(EngineLinkThread thread, Action work) : IHomeWork
    {
        public void Execute() => thread.Do(work);
    }

    /// <summary>A link's socket in the event loop.</summary>
    private sealed class Guest : ILoopSocket, IHomeWork
    {
        private readonly EngineLinkThread _thread;
        private readonly ILinkSocket _socket;
        private readonly Action _serve;
        private readonly int _slot;
        private bool _hasEnded;
        private bool _hasLeft;

        public Guest(EngineLinkThread thread, ILinkSocket socket)
        {
            _thread = thread;
            _socket = socket;
            _serve = Serve;
            _slot = thread._loop.Watch(this, socket.Socket);
        }

        public void Leave()
        {
            _hasLeft = true;
            _thread._loop.Unwatch(_slot, _socket.Socket);
        }

        public void OnReady(int flags)
        {
            _hasEnded |= SharedLoop.IsEnd(flags);
            _thread.Do(_serve);
        }

        public void Execute() => _thread.Do(_serve);

        public void OnLoopEnd()
        {
            _hasLeft = true; // this object may be queued to be served once more
            _socket.Socket.Dispose();
        }

        private void Serve()
        {
            if (_hasLeft)
                return;
            if (_socket.WantsToWrite)
                _socket.Flush();
            if (_hasLeft)
                return;
            bool mayHaveMore = _socket.OnReadable();
            // Epoll does not report again that bytes are left, or that the stream ends after them. So this socket is
            // served once more, after the other sockets.
            if (!_hasLeft && (mayHaveMore || _hasEnded))
                _thread._loop.Post(this);
            _hasEnded &= mayHaveMore;
        }
    }
}
