using MGen.Links;
using MGen.Transport;
using Microsoft.Extensions.Logging;

namespace MGen.Gateway.Remote;

/// <summary>
/// A gateway's links on a thread of its TLS engine: between a client's socket and a silo's no other thread is woken, and all that one turn reads leaves
/// with that turn. What is awaited on it goes on elsewhere.
/// </summary>
internal sealed partial class EngineLinkThread(SharedLoop loop, ILogger<EngineLinkThread> logger) : ILinkThread
{
    private readonly SharedLoop _loop = loop;
    private readonly Dictionary<ILinkSocket, Guest> _guests = [];

    public bool IsCurrent => _loop.IsCurrent;

    public void OnTurnEnd(Action action) => _loop.TurnEnded = () => Do(action);

    public void Post(Action work) => _loop.Post(new Work(this, work));

    public void Watch(ILinkSocket socket) => _guests.Add(socket, new Guest(this, socket));

    public void Unwatch(ILinkSocket socket)
    {
        if (_guests.Remove(socket, out Guest? guest))
            guest.Leave();
    }

    /// <summary>Nothing of the links may end the clients' thread.</summary>
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

    [LoggerMessage(6, LogLevel.Error, "The links met a bug")]
    private static partial void LogBug(ILogger logger, Exception bug);

    private sealed class Work(EngineLinkThread thread, Action work) : IHomeWork
    {
        public void Execute() => thread.Do(work);
    }

    /// <summary>A link's socket among the clients'.</summary>
    private sealed class Guest : ILoopSocket, IHomeWork
    {
        private readonly EngineLinkThread _thread;
        private readonly ILinkSocket _socket;
        private readonly Action _serve;
        private readonly int _slot;
        private bool _hasLeft;

        public Guest(EngineLinkThread thread, ILinkSocket socket)
        {
            (_thread, _socket, _serve) = (thread, socket, Serve);
            _slot = thread._loop.Watch(this, socket.Socket);
        }

        public void Leave()
        {
            _hasLeft = true;
            _thread._loop.Unwatch(_slot, _socket.Socket);
        }

        public void OnReady(int flags) => _thread.Do(_serve);

        public void Execute() => _thread.Do(_serve);

        public void OnLoopEnd() => _socket.Socket.Dispose();

        private void Serve()
        {
            if (_hasLeft)
                return;
            if (_socket.WantsToWrite)
                _socket.Flush();
            if (!_hasLeft && _socket.OnReadable())
                _thread._loop.Post(this); // it is not asked for again: other sockets first
        }
    }
}
