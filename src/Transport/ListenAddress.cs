using System.Net;
using System.Net.Sockets;

namespace MGen.Transport;

/// <summary>Which of its own addresses a program listens at.</summary>
public static class ListenAddress
{
    /// <summary>A literal as it is, "any" (0.0.0.0, ::) included; of a name its first address, IPv4 before IPv6.</summary>
    /// <param name="host">An address or a host name.</param>
    /// <param name="cancellationToken">Gives up.</param>
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
