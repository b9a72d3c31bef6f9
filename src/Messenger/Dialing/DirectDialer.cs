using System.Net;
using System.Net.Sockets;

namespace MGen.Messenger.Dialing;

/// <summary>
/// Connects without a proxy. Tries a name's addresses in the resolver's order and uses the first that accepts.
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

/// <summary>
/// Resolves host names; concurrent and recent requests for one name share a look-up. Reason: the platform blocks a pool
/// thread per look-up, and ten thousand conversations with one server start at about the same time. The cache has one
/// entry per configured name.
/// </summary>
internal sealed class HostResolver(TimeProvider clock)
{
    /// <summary>How long a successful look-up is reused.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, LookUp> _lookUps = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Returns the addresses of a name. Callers share the task, so a caller cancels only its own wait, with
    /// <see cref="Task.WaitAsync(CancellationToken)"/>.
    /// </summary>
    public Task<IPAddress[]> ResolveAsync(string host)
    {
        lock (_lookUps)
        {
            if (_lookUps.TryGetValue(host, out LookUp? known) && IsFresh(known))
                return known.Addresses;
            LookUp lookUp = new(Dns.GetHostAddressesAsync(host), clock.GetTimestamp());
            _lookUps[host] = lookUp;
            return lookUp.Addresses;
        }
    }

    /// <summary>A failed look-up is not reused: callers back off before they retry.</summary>
    private bool IsFresh(LookUp lookUp) =>
        !lookUp.Addresses.IsCompleted
        || (lookUp.Addresses.IsCompletedSuccessfully && clock.GetElapsedTime(lookUp.StartedAt) < Lifetime);

    private sealed record LookUp(Task<IPAddress[]> Addresses, long StartedAt);
}
