using System.Runtime.InteropServices;

namespace MGen.Export.Captures;

/// <summary>One end of a connection as packets name it.</summary>
/// <param name="Address">IPv4 address.</param>
/// <param name="Port">TCP port.</param>
internal readonly record struct Endpoint(uint Address, ushort Port);

/// <summary>
/// Where one side's packets come from and go to, as it lies in them, with the sums of all words that all of these
/// packets have.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct PacketRoute
{
    public readonly uint FromAddress;
    public readonly uint ToAddress;
    public readonly ushort FromPort;
    public readonly ushort ToPort;
    public readonly uint IpSum;
    public readonly uint TcpSum;

    public PacketRoute(Endpoint from, Endpoint to)
    {
        (FromAddress, ToAddress) = (PacketHeader.Big(from.Address), PacketHeader.Big(to.Address));
        (FromPort, ToPort) = (PacketHeader.Big(from.Port), PacketHeader.Big(to.Port));
        uint addresses = InternetChecksum.Words(FromAddress) + InternetChecksum.Words(ToAddress);
        IpSum = addresses + PacketHeader.IpConstants;
        TcpSum = addresses + FromPort + ToPort + PacketHeader.TcpConstants;
    }
}
