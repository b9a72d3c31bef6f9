using System.Net;
using System.Net.Sockets;

namespace MGen.Messenger.Dialing;

/// <summary>
/// Connects straight to the target. Of a name's addresses the first that answers is taken, in the resolver's order.
/// </summary>
internal sealed class DirectDialer(TimeProvider clock) : IDialer
{
    private readonly HostResolver _resolver = new(clock);

    public async Task<Socket> DialAsync(DialRequest request, CancellationToken cancellationToken)
    {
        string host = request.Target.Host;
        IPAddress[] addresses = IPAddress.TryParse(host, out IPAddress? literal)
            ? [literal]
            : await _resolver.ResolveAsync(host).WaitAsync(cancellationToken);
        SocketException failure = new((int)SocketError.HostNotFound);
        foreach (IPAddress address in addresses)
        {
            Socket socket = SocketSettings.Create(address);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, request.Target.Port), cancellationToken);
                return socket;
            }
            catch (SocketException refused)
            {
                socket.Dispose();
                failure = refused;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
        throw failure;
    }
}
