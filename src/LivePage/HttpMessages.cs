using System.Globalization;
using System.Net;
using System.Text;

namespace MGen.LivePage;

/// <summary>The parts of a request that this server uses.</summary>
/// <param name="Method">The method, as sent.</param>
/// <param name="Path">The path without its query.</param>
/// <param name="Host">The <c>Host</c> header; empty if there is none.</param>
internal sealed record HttpRequest(string Method, string Path, string Host)
{
    /// <summary>Largest request, in bytes. Browsers send about 1 KB.</summary>
    public const int MaxBytes = 8 * 1024;

    /// <summary>Whether <see cref="Host"/> is <c>localhost</c> or an address of loopback, with any port.</summary>
    public bool NamesLoopback
    {
        get
        {
            // A colon inside the brackets of an IPv6 address does not begin a port.
            int colon = Host.LastIndexOf(':');
            string name = colon > Host.LastIndexOf(']') ? Host[..colon] : Host;
            return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || (IPAddress.TryParse(name.Trim('[', ']'), out IPAddress? ip) && IPAddress.IsLoopback(ip));
        }
    }

    /// <summary>Parses a request without its last empty line; <c>null</c> if it is malformed.</summary>
    public static HttpRequest? Parse(string text)
    {
        string[] lines = text.Split("\r\n");
        if (
            lines[0].Split(' ') is not [{ Length: > 0 } method, ['/', ..] target, var version]
            || !version.StartsWith("HTTP/1.", StringComparison.Ordinal)
        )
            return null;
        string host = "";
        foreach (string line in lines.AsSpan(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                return null;
            if (line.AsSpan(0, colon).Equals("Host", StringComparison.OrdinalIgnoreCase))
                host = line[(colon + 1)..].Trim();
        }
        return new HttpRequest(method, target.Split('?')[0], host);
    }
}

/// <summary>A response.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Reason">The status in words.</param>
/// <param name="Type">The content's type.</param>
/// <param name="Body">The content, or its beginning.</param>
internal sealed record HttpResponse(int Status, string Reason, string Type, ReadOnlyMemory<byte> Body)
{
    /// <summary>Further parts, sent as they come; the content ends with the connection.</summary>
    public IAsyncEnumerable<byte[]> Parts { get; init; } = AsyncEnumerable.Empty<byte[]>();

    /// <summary>The content's security policy: by default nothing may be loaded or run.</summary>
    public string Policy { get; init; } = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Whether only the head is sent.</summary>
    public bool IsHeadOnly { get; init; }

    /// <summary>A response with content.</summary>
    public static HttpResponse Ok(string type, ReadOnlyMemory<byte> body) => new(200, "OK", type, body);

    /// <summary>A refusal.</summary>
    public static HttpResponse Refuse(int status, string reason) =>
        new(status, reason, "text/plain; charset=utf-8", Encoding.ASCII.GetBytes($"{status} {reason}\n"));

    /// <summary>The status line and the headers.</summary>
    public byte[] Head() =>
        Encoding.ASCII.GetBytes(
            string.Create(
                    CultureInfo.InvariantCulture,
                    $"""
                    HTTP/1.1 {Status} {Reason}
                    Content-Type: {Type}
                    {(Type == "text/event-stream" ? "X-Accel-Buffering: no" : $"Content-Length: {Body.Length}")}
                    Content-Security-Policy: {Policy}
                    Cache-Control: no-store
                    Cross-Origin-Resource-Policy: same-origin
                    Cross-Origin-Opener-Policy: same-origin
                    Referrer-Policy: no-referrer
                    X-Content-Type-Options: nosniff
                    Connection: close
                    """
                )
                .ReplaceLineEndings("\r\n") + "\r\n\r\n"
        );
}
