using System.Net;
using System.Net.Sockets;

namespace MGen.Transport;

/// <summary>Resolves the address on which a program listens.</summary>
public static class ListenAddress
{
    /// <summary>
    /// Returns a literal address unchanged, including the "any" addresses 0.0.0.0 and ::. For a name, returns its first
    /// IPv4 address, or its first address if no IPv4 address exists.
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
