using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MGen.Model.Configuration;
using MGen.Wire;

namespace MGen.Messenger.Dialing;

/// <summary>The messages to a SOCKS5 proxy that request one connection.</summary>
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
    /// The password if users are isolated but their conversations are not. RFC 1929 requires at least one byte.
    /// </summary>
    private const string CommonPassword = "mgen";

    private SocksRequest(byte[] connect, byte[]? credentials)
    {
        Connect = connect;
        Credentials = credentials;
    }

    /// <summary>
    /// The greeting. With credentials it offers both methods, as the original does, so that a proxy without
    /// authentication accepts it, too. Tor selects user name and password.
    /// </summary>
    public byte[] Greeting =>
        Credentials is null
            ? [SocksVersion, 1, SocksMethod.NoAuthentication]
            : [SocksVersion, 2, SocksMethod.UserNameAndPassword, SocksMethod.NoAuthentication];

    /// <summary>User name and password (RFC 1929, section 2); <c>null</c> without isolation.</summary>
    public byte[]? Credentials { get; }

    /// <summary>
    /// The connection request (RFC 1928, section 4). Host names are not resolved here but by the proxy.
    /// </summary>
    public byte[] Connect { get; }

    /// <summary>
    /// Creates the messages; <c>false</c> if a name is empty or longer than its field. The loader rejects such
    /// configurations, but users can also be created in memory.
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
        // "&" evaluates both sides, so that both variables are assigned.
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

/// <summary>Authentication methods (RFC 1928, section 3).</summary>
internal static class SocksMethod
{
    /// <summary>No authentication.</summary>
    public const byte NoAuthentication = 0;

    /// <summary>User name and password (RFC 1929).</summary>
    public const byte UserNameAndPassword = 2;

    /// <summary>Reply of the proxy: it accepts none of the offered methods.</summary>
    public const byte NoneAcceptable = 0xFF;
}
