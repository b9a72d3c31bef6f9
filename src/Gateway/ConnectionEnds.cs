using System.Diagnostics;
using MGen.Transport;

namespace MGen.Gateway;

/// <summary>The end of a client's TLS connection in the terms of the log.</summary>
internal static class ConnectionEnds
{
    /// <summary>The reason for which a connection ended, if the transport decided it.</summary>
    public static EndReason GetEndReason(this TlsConnection transport) =>
        transport.End switch
        {
            // A truncated stream also means that the client left: many programs end without TLS's closing alert.
            ConnectionEnd.Closed or ConnectionEnd.Truncated => EndReason.ClosedByClient,
            ConnectionEnd.TlsError => EndReason.TlsError,
            _ => EndReason.ConnectionLost,
        };

    /// <summary>
    /// Describes the end of a connection in the words of the original's log, followed by details in parentheses.
    /// </summary>
    public static string DescribeEnd(this TlsConnection transport) =>
        transport.End switch
        {
            ConnectionEnd.Closed or ConnectionEnd.Truncated => "unexpected end of file",
            ConnectionEnd.Reset => "connection reset",
            ConnectionEnd.TlsError => transport.Problem is { } problem ? $"invalid data ({problem})" : "invalid data",
            ConnectionEnd.Aborted => "connection aborted",
            _ => throw new UnreachableException(),
        };
}
