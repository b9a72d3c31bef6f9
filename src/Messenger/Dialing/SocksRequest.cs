using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MGen.Model.Configuration;
using MGen.Wire;

namespace MGen.Messenger.Dialing;

/// <summary>What is said to a SOCKS5 proxy to get one connection, message by message.</summary>
internal sealed class SocksRequest
{
    private const byte SocksVersion = 5,
        CredentialsVersion = 1,
        ConnectCommand = 1,
        Reserved = 0;
    private const byte IPv4Type = 1,
        NameType = 3,
        IPv6Type = 4;

    /// <summary>
    /// The password where users are kept apart but not their conversations: RFC 1929 wants at least one byte.
    /// </summary>
    private const string CommonPassword = "mgen";

    private SocksRequest(byte[] connect, byte[]? credentials) => (Connect, Credentials) = (connect, credentials);

    /// <summary>
    /// The greeting. With credentials both methods are offered, as the original does: a proxy that knows no users
    /// serves, too, and Tor takes the user name where it can.
    /// </summary>
    public byte[] Greeting =>
        Credentials is null
            ? [SocksVersion, 1, SocksMethod.NoAuthentication]
            : [SocksVersion, 2, SocksMethod.UserNameAndPassword, SocksMethod.NoAuthentication];

    /// <summary>User name and password (RFC 1929, section 2); <c>null</c> if nothing is kept apart.</summary>
    public byte[]? Credentials { get; }

    /// <summary>Asks for the connection (RFC 1928, section 4). Names go unresolved: the proxy knows the way.</summary>
    public byte[] Connect { get; }

    /// <summary>
    /// Makes the messages; <c>false</c> if a name does not fit into its field. (Configurations are checked; users made
    /// in memory are not.)
    /// </summary>
    public static bool TryCreate(
        DialRequest request,
        SocksIsolation isolation,
        [NotNullWhen(true)] out SocksRequest? messages
    )
    {
        messages = null;
        string password = isolation == SocksIsolation.Conversation ? request.Recipient : CommonPassword;
        byte[]? credentials = null;
        if (isolation != SocksIsolation.None && !TryWriteCredentials(request.User, password, out credentials))
            return false;
        if (TryWriteConnect(request.Target, out byte[]? connect))
            messages = new SocksRequest(connect, credentials);
        return messages is not null;
    }

    private static bool TryWriteCredentials(string user, string password, [NotNullWhen(true)] out byte[]? message)
    {
        bool fit = TryWriteField(user, out byte[]? userField) & TryWriteField(password, out byte[]? passwordField);
        message = fit ? [CredentialsVersion, .. userField!, .. passwordField!] : null;
        return fit;
    }

    private static bool TryWriteConnect(HostPort target, [NotNullWhen(true)] out byte[]? message)
    {
        message = null;
        if (!TryWriteAddress(target.Host, out byte[]? address))
            return false;
        byte[] port = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(port, (ushort)target.Port);
        message = [SocksVersion, ConnectCommand, Reserved, .. address, .. port];
        return true;
    }

    private static bool TryWriteAddress(string host, [NotNullWhen(true)] out byte[]? bytes)
    {
        if (IPAddress.TryParse(host, out IPAddress? literal))
        {
            bytes =
            [
                literal.AddressFamily == AddressFamily.InterNetworkV6 ? IPv6Type : IPv4Type,
                .. literal.GetAddressBytes(),
            ];
            return true;
        }
        bool fits = TryWriteField(Ascii.IsValid(host) ? host : new IdnMapping().GetAscii(host), out byte[]? name);
        bytes = fits ? [NameType, .. name!] : null;
        return fits;
    }

    private static bool TryWriteField(string text, [NotNullWhen(true)] out byte[]? field)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        field = utf8.Length is > 0 and <= ConfigLimits.MaxSocksFieldBytes ? [(byte)utf8.Length, .. utf8] : null;
        return field is not null;
    }
}
