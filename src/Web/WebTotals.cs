namespace MGen.Web;

/// <summary>What a <see cref="WebServer"/> has done so far.</summary>
/// <param name="Downloads">GET requests that were answered with zeros, begun ones included.</param>
/// <param name="Uploads">Requests of any other method that were accepted, begun ones included.</param>
/// <param name="Refused">Requests answered with 422.</param>
/// <param name="Aborted">Of the downloads and uploads those that ended early: the client left, stalled, or the server
/// was stopped.</param>
/// <param name="BytesOut">Zeros handed to connections, in bytes.</param>
/// <param name="BytesIn">Body bytes read, in bytes.</param>
/// <param name="Dropped">Connections closed at once, since nearly no descriptor was left.</param>
public sealed record WebTotals(
    long Downloads,
    long Uploads,
    long Refused,
    long Aborted,
    long BytesOut,
    long BytesIn,
    long Dropped = 0
);
