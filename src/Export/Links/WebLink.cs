namespace MGen.Export.Links;

/// <summary>
/// The HTTPS connection of a conversation to the web server: HTTP/1.1, one request at a time, closed after 90 s without
/// a request. The sizes are those that mgen-client and mgen-web write. The second connection that a client opens while
/// the first one is busy is not modelled.
/// </summary>
internal sealed class WebLink(ExportOptions options, LinkModel links, Conversation conversation)
{
    /// <summary>
    /// The time without a request after which a client closes a connection, in nanoseconds.
    /// </summary>
    public const long IdleLimit = 90L * 1_000_000_000;

    private readonly long _roundTrip = options.RoundTrip.Ticks * TimeSpan.NanosecondsPerTick;
    private Connection? _connection;
    private long _freeAt;

    /// <summary>Adds the upload of an attachment, beginning at <paramref name="time"/>.</summary>
    public void Upload(long time, uint bytes, bool isActive)
    {
        long at = Begin(time);
        int headers = RecordSizes.UploadRequest(bytes, conversation.Person.Name, options.WebServer.Length);
        for (long left = bytes; left > 0; )
        {
            int piece = (int)Math.Min(left, RecordSizes.UploadPiece);
            left -= piece;
            int first = Math.Min(headers + piece, RecordSizes.WebBuffer);
            if (headers > 0)
                Add(at, isOutgoing: true, first, isActive);
            int rest = headers > 0 ? headers + piece - first : piece;
            if (rest > 0)
                Add(at, isOutgoing: true, rest, isActive);
            headers = 0;
        }
        Add(at + _roundTrip, isOutgoing: false, RecordSizes.Response(0), isActive);
        _freeAt = at + _roundTrip;
    }

    /// <summary>Adds the download of an attachment, beginning at <paramref name="time"/>.</summary>
    public void Download(long time, uint bytes, bool isActive)
    {
        long at = Begin(time);
        Add(
            at,
            isOutgoing: true,
            RecordSizes.DownloadRequest(bytes, conversation.Person.Name, options.WebServer.Length),
            isActive
        );
        for (long left = RecordSizes.Response(bytes) + bytes; left > 0; left -= RecordSizes.WebBuffer)
            Add(at + _roundTrip, isOutgoing: false, (int)Math.Min(left, RecordSizes.WebBuffer), isActive);
        _freeAt = at + _roundTrip;
    }

    /// <summary>
    /// The time at which the request is sent: now, after the previous response, or after the handshake of a new
    /// connection.
    /// </summary>
    private long Begin(long time)
    {
        if (_connection is not null && time - _freeAt <= IdleLimit)
            return Math.Max(time, _freeAt);
        if (_connection is not null)
            links.Add(_connection, time, isOutgoing: true, bytes: 0, RecordKind.Lost);
        _connection = links.Connect(conversation, isWeb: true);
        long up = time + (2 * _roundTrip);
        new TlsHandshake(links, _connection, _roundTrip).Run(
            up,
            RecordSizes.ClientHello(resume: false),
            RecordSizes.EncryptedExtensions(resume: false),
            options.CertificateBytes
        );
        for (int ticket = 0; ticket < 2; ticket++)
            links.Add(_connection, up + _roundTrip, isOutgoing: false, RecordSizes.WebTicket, RecordKind.Handshake);
        return up;
    }

    private void Add(long time, bool isOutgoing, int plaintext, bool isActive) =>
        links.Add(
            _connection!,
            time,
            isOutgoing,
            plaintext + RecordSizes.Overhead,
            RecordKind.Attachment,
            isActive: isActive
        );
}
