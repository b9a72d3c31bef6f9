using System.Net.Sockets;

namespace MGen.Transport.Managed;

/// <summary>Accepts as the platform does, on its pool's threads.</summary>
internal sealed class ManagedAcceptor(Socket listening) : SocketAcceptor
{
    // Never disposed: it has no timer, and a late Stop must not fail.
    private readonly CancellationTokenSource _stopped = new();

    public override async ValueTask<Socket?> AcceptAsync()
    {
        try
        {
            return await listening.AcceptAsync(_stopped.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public override void Stop() => _stopped.Cancel();
}
