using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MGen.Wire;

/// <summary>
/// A network address: an IPv4 or IPv6 literal or a host name (onion names included), and a port. Names are not resolved
/// here.
/// </summary>
/// <param name="Host">The literal or name, without brackets.</param>
/// <param name="Port">From 0 to 65535; 0 means any free port and is useful only for listening.</param>
public sealed record HostPort(string Host, int Port)
{
    /// <summary>The forms that <see cref="TryParse"/> accepts, for error messages.</summary>
    public const string Grammar = Forms + "up to 65535" + Examples;

    /// <summary>The forms that are accepted where a program listens.</summary>
    public const string ListenGrammar = Forms + "from 0 (any free one) to 65535" + Examples;

    private const string Forms =
        "host:port with an IPv4 address, an IPv6 address in brackets or a host name, and a port ";
    private const string Examples = ", as in 127.0.0.1:6397, [::1]:6397, chat.example:6397";

    /// <summary>Whether <see cref="Host"/> is an IP address and not a name.</summary>
    public bool IsLiteral => IPAddress.TryParse(Host, out _);

    /// <summary>Parses <c>host:port</c> or <c>https://host:port</c>; only the latter may end in <c>/</c>.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out HostPort? address)
    {
        address = null;
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        if (rest.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            rest = rest["https://".Length..].TrimEnd('/');
        // The last colon precedes the port: an IPv6 address contains other colons.
        int colon = rest.LastIndexOf(':');
        if (
            colon <= 0
            || !int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            || port > ushort.MaxValue
        )
            return false;
        ReadOnlySpan<char> host = rest[..colon];
        bool bracketed = host[0] == '[' && host[^1] == ']';
        if (bracketed)
            host = host[1..^1];
        bool valid = bracketed ? IsIPv6(host) : IsIPv4OrName(host.ToString());
        address = valid ? new HostPort(host.ToString(), port) : null;
        return valid;
    }

    /// <summary>
    /// Whether a text is an address or looks like a mistyped one: it has a colon, and after its last colon only digits
    /// and hyphens, or nothing.
    /// </summary>
    public static bool IsMeant(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.LastIndexOf(':');
        return TryParse(text, out _) || (colon >= 0 && text.AsSpan(colon + 1).Trim("-0123456789").IsEmpty);
    }

    /// <summary>Formats <c>host:port</c>, with brackets around an IPv6 address.</summary>
    public override string ToString() =>
        Host.Contains(':', StringComparison.Ordinal)
            ? string.Create(CultureInfo.InvariantCulture, $"[{Host}]:{Port}")
            : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>Rejects inner brackets: <see cref="IPAddress"/> would accept them, and a port behind them.</summary>
    private static bool IsIPv6(ReadOnlySpan<char> host) =>
        !host.Contains('[')
        && IPAddress.TryParse(host, out IPAddress? ip)
        && ip.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>
    /// Accepts four decimal numbers or a name: no shorthand (127.1), no octal (010.0.0.1), and no name that is a
    /// mistyped address (256.0.0.1).
    /// </summary>
    private static bool IsIPv4OrName(string host) =>
        Uri.CheckHostName(host) switch
        {
            UriHostNameType.IPv4 => IPAddress.TryParse(host, out IPAddress? ip) && ip.ToString() == host,
            UriHostNameType.Dns => !uint.TryParse(
                host.AsSpan(host.LastIndexOf('.') + 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out _
            ),
            _ => false,
        };
}
