using System.Net.Sockets;

namespace MGen.Transport.Managed;

/// <summary>Accepts asynchronously, on pool threads.</summary>
internal sealed class ManagedAcceptor : SocketAcceptor
{
    private readonly Socket _listening;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopped;
    private bool _isDisposed;

    public ManagedAcceptor(Socket listening)
    {
        _listening = listening;
        _stopped = _stop.Token; // a copy, because the property throws once the source is disposed
    }

    public override async ValueTask<Socket?> AcceptAsync()
    {
        try
        {
            return await _listening.AcceptAsync(_stopped);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public override void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        _stop.Cancel();
        _stop.Dispose();
    }
}
