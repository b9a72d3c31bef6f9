using System.Net;
using System.Net.Sockets;

namespace MGen.Transport;

/// <summary>Resolves the address on which a program listens.</summary>
public static class ListenAddress
{
    /// <summary>
    /// Returns a literal unchanged, including "any" (0.0.0.0, ::); for a name its first address, IPv4 before IPv6.
    /// </summary>
    /// <param name="host">An address or a host name.</param>
    /// <param name="cancellationToken">Cancels the resolution.</param>
    /// <exception cref="SocketException">The name is unknown.</exception>
    public static async Task<IPAddress> ResolveAsync(string host, CancellationToken cancellationToken = default)
    {
        if (IPAddress.TryParse(host, out IPAddress? literal))
            return literal;
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        return addresses.FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork)
            ?? addresses.FirstOrDefault()
            ?? throw new SocketException((int)SocketError.NoData);
    }
}
