using MGen.Transport.OpenSsl;

namespace MGen.Transport.Records;

/// <summary>The state of the peer's stream.</summary>
internal enum RecordState
{
    /// <summary>More may follow.</summary>
    Open,

    /// <summary>The peer has sent close_notify.</summary>
    Closed,

    /// <summary>The peer violated the protocol, or sent an alert.</summary>
    Failed,
}

/// <summary>
/// TLS 1.3 after the handshake: records, key updates, alerts (RFC 8446, 4.6, 5, 6 and 7). Without sockets: it consumes
/// received bytes, returns plain bytes, and appends its own messages to the window's output. Not thread-safe.
/// <code>
///           close_notify             → Closed; what follows is ignored
///   Open    any other alert          → Failed, no response
///           a violation              → Failed, with the alert of <see cref="AlertDescription"/>
///           KeyUpdate                → new read key; if asked for, a KeyUpdate and a new write key
/// </code>
/// </summary>
internal sealed unsafe class RecordLayer
{
    private readonly CipherSuite _suite;
    private readonly RecordLimits _limits;
    private readonly bool _isClient;
    private ConnectionKeys* _keys;
    private PostHandshakeReader _messages;
    private int _updatesInARow;
    private bool _owesUpdate;
    private bool _hasAskedForUpdate;

    /// <summary>Takes over keys whose secrets are set.</summary>
    public RecordLayer(CipherSuite suite, bool isClient, ConnectionKeys* keys, RecordLimits limits)
    {
        _suite = suite;
        _isClient = isClient;
        _keys = keys;
        _limits = limits;
        // Both directions begin at record number 0: the caller made sure that no record was sent or read under these
        // keys.
        KeySchedule.DeriveKeys(suite, &keys->Client);
        KeySchedule.DeriveKeys(suite, &keys->Server);
    }

    public RecordState State { get; private set; }

    /// <summary>Why the stream failed, for people; <c>null</c> unless <see cref="RecordState.Failed"/>.</summary>
    public string? Problem { get; private set; }

    private DirectionKeys* Reading => _isClient ? &_keys->Server : &_keys->Client;

    private DirectionKeys* Writing => _isClient ? &_keys->Client : &_keys->Server;

    /// <summary>Decrypts all complete records of the input.</summary>
    /// <param name="input">Bytes of the stream, beginning with a record.</param>
    /// <param name="length">The number of bytes.</param>
    /// <param name="plain">The destination of application data; at least as long as the input.</param>
    /// <param name="window">Receives replies in its output.</param>
    /// <param name="used">
    /// Bytes of complete records; all bytes once the state is not <see cref="RecordState.Open"/>.
    /// </param>
    /// <returns>Bytes of application data, including those of records before a violation.</returns>
    public int Read(byte* input, int length, byte* plain, CipherWindow window, out int used)
    {
        int count = 0;
        used = 0;
        while (State == RecordState.Open && length - used >= RecordHeader.Bytes)
        {
            RecordHeader header = RecordHeader.Parse(new(input + used, RecordHeader.Bytes));
            // The header is checked before its record is complete, so that a record of 64 KiB is refused before it
            // arrives.
            if (!IsAcceptable(header, window) || length - used < RecordHeader.Bytes + header.Length)
                break;
            count += Open(input + used, header.Length, plain + count, window);
            used += RecordHeader.Bytes + header.Length;
        }
        if (State != RecordState.Open)
            used = length;
        // All requests received together get one response. The response need only precede the next data (4.6.3), so it
        // waits while output is blocked: a peer that requests for ever and reads nothing must not fill this side's
        // memory.
        else if (_owesUpdate && !window.IsOutputBlocked)
            WriteKeyUpdate(window, isRequest: false);
        return count;
    }

    /// <summary>Encrypts one record of application data.</summary>
    /// <param name="content">From 1 to <see cref="RecordHeader.MaxContent"/> bytes.</param>
    /// <param name="window">Receives the record in its output.</param>
    /// <returns>Whether OpenSSL succeeded; if not, the connection must end.</returns>
    public bool Write(ReadOnlySpan<byte> content, CipherWindow window)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, RecordHeader.MaxContent);
        // One record of the limit is kept for the KeyUpdate itself, which is still sent under the old key (4.6.3).
        bool mayWrite =
            (Writing->Sequence < _limits.RecordsPerKey - 1 && !_owesUpdate) || WriteKeyUpdate(window, isRequest: false);
        return mayWrite && Write(ContentType.ApplicationData, content, window);
    }

    /// <summary>Writes the alert close_notify: this side sends nothing more.</summary>
    public void WriteClose(CipherWindow window) => WriteAlert(AlertDescription.CloseNotify, window);

    /// <summary>Wipes the keys from a loop's contexts.</summary>
    public void Forget(CipherWindow window) => window.Cipher.Forget(_suite, _keys);

    /// <summary>Wipes all keys. Called last.</summary>
    public void Release(CipherWindow window)
    {
        Forget(window);
        ConnectionKeys.Return(_keys);
        _keys = null;
    }

    private bool IsAcceptable(RecordHeader header, CipherWindow window)
    {
        if (header.Type != ContentType.ApplicationData)
            return Fail(AlertDescription.UnexpectedMessage, "an unprotected record", window);
        if (header.Length > RecordHeader.MaxProtected)
            return Fail(AlertDescription.RecordOverflow, "a record that is too long", window);
        return header.Length >= RecordCipher.TagBytes
            || Fail(AlertDescription.BadRecordMac, "a record too short for its tag", window);
    }

    /// <returns>Bytes of application data written to <paramref name="plain"/>.</returns>
    private int Open(byte* record, int length, byte* plain, CipherWindow window)
    {
        DirectionKeys* keys = Reading;
        int innerLength = length - RecordCipher.TagBytes;
        // The peer should keep this limit, but a wrapped counter would repeat a nonce (5.3), so this side checks it as
        // well.
        if (keys->Sequence == ulong.MaxValue)
        {
            Fail(AlertDescription.InternalError, "too many records for the record counter", window);
            return 0;
        }
        // Padding and type are read only after authentication: until then, an attacker may have chosen them (5.2).
        if (!window.Cipher.Open(_suite, keys, record, innerLength, plain))
        {
            new Span<byte>(plain, innerLength).Clear(); // unauthentic data must not be seen
            Fail(AlertDescription.BadRecordMac, "a record that fails authentication", window);
            return 0;
        }
        // A KeyUpdate renews only its sender's key, so this side requests one for the key with which it reads. It
        // requests only once, because the response may take a round trip.
        if (keys->Sequence >= _limits.RecordsPerKey - 1 && !_hasAskedForUpdate)
            _hasAskedForUpdate = WriteKeyUpdate(window, isRequest: true);
        ReadOnlySpan<byte> inner = new(plain, innerLength);
        int content = inner.LastIndexOfAnyExcept((byte)0); // the type precedes the padding
        if (innerLength > RecordHeader.MaxInner)
            Fail(AlertDescription.RecordOverflow, "a record with too much content", window);
        else if (content < 0)
            Fail(AlertDescription.UnexpectedMessage, "a record without a type", window);
        else
            return Take((ContentType)inner[content], inner[..content], window);
        return 0;
    }

    /// <returns>Bytes of the content, if it is application data.</returns>
    private int Take(ContentType type, ReadOnlySpan<byte> content, CipherWindow window)
    {
        // A message that is split over records must not be interleaved with other types (5.1).
        if (_messages.IsInsideMessage && type != ContentType.Handshake)
            Fail(AlertDescription.UnexpectedMessage, "a record inside a handshake message", window);
        else if (type == ContentType.ApplicationData)
            return TakeData(content.Length);
        // Only application data may be empty (5.4); the padding of an empty record hides that nothing was sent.
        else if (content.IsEmpty)
            Fail(AlertDescription.UnexpectedMessage, $"an empty record of type {(int)type}", window);
        else if (type == ContentType.Handshake)
            TakeMessages(content, window);
        else if (type == ContentType.Alert)
            TakeAlert(content, window);
        else
            Fail(AlertDescription.UnexpectedMessage, $"a record of type {(int)type}", window);
        return 0;
    }

    private int TakeData(int length)
    {
        if (length > 0)
            _updatesInARow = 0;
        return length;
    }

    private void TakeAlert(ReadOnlySpan<byte> alert, CipherWindow window)
    {
        if (alert.Length != 2)
            Fail(AlertDescription.DecodeError, "an alert of the wrong length", window);
        else if (alert[1] == (byte)AlertDescription.CloseNotify)
            State = RecordState.Closed;
        else if (alert[1] != (byte)AlertDescription.UserCanceled) // close_notify follows (6.1)
            FailSilently($"the peer sent alert {alert[1]}"); // the level is ignored (6)
    }

    private void TakeMessages(ReadOnlySpan<byte> content, CipherWindow window)
    {
        while (true)
        {
            switch (_messages.Read(ref content, _isClient))
            {
                case PostHandshakeMessage.None:
                    return;
                case PostHandshakeMessage.Violation:
                    Fail(_messages.Alert, "an unexpected handshake message", window);
                    return;
                case PostHandshakeMessage.KeyUpdate:
                    // The new key applies from the peer's next record on; PostHandshakeReader has checked that this
                    // record ends here.
                    UpdateReading(window);
                    break;
                case PostHandshakeMessage.KeyUpdateRequest:
                    UpdateReading(window);
                    // Answered at the end of Read: several requests in one receive get one response.
                    _owesUpdate = true;
                    break;
                default:
                    break; // a ticket
            }
        }
    }

    private void UpdateReading(CipherWindow window)
    {
        // Called before the update: contexts are found by the id of their key, and the update replaces the id.
        Forget(window);
        KeySchedule.Update(_suite, Reading);
        _hasAskedForUpdate = false;
        if (++_updatesInARow >= _limits.KeyUpdatesInARow)
            Fail(AlertDescription.UnexpectedMessage, $"{_updatesInARow} key updates without data", window);
    }

    /// <summary>Sends a KeyUpdate under the old key and switches to the next one (4.6.3).</summary>
    private bool WriteKeyUpdate(CipherWindow window, bool isRequest)
    {
        const byte KeyUpdateType = 24;
        _owesUpdate &= isRequest; // the response to a request must not request another
        bool isWritten = Write(ContentType.Handshake, [KeyUpdateType, 0, 0, 1, isRequest ? (byte)1 : (byte)0], window);
        // Derived even if the write failed: the connection ends then, and no record may follow under the old key.
        Forget(window); // before the update, as in UpdateReading
        KeySchedule.Update(_suite, Writing);
        return isWritten;
    }

    private bool Write(ContentType type, ReadOnlySpan<byte> content, CipherWindow window)
    {
        int innerLength = content.Length + 1;
        // Encrypted in place in the output: no copy, and the records of one flush lie next to each other.
        byte* record = window.Reserve(RecordHeader.Bytes + innerLength + RecordCipher.TagBytes);
        RecordHeader.WriteProtected(new(record, RecordHeader.Bytes), innerLength + RecordCipher.TagBytes);
        content.CopyTo(new(record + RecordHeader.Bytes, content.Length));
        record[RecordHeader.Bytes + content.Length] = (byte)type;
        if (!window.Cipher.Seal(_suite, Writing, record, innerLength))
            // The buffer is not sent: it may contain plain text.
            return FailSilently("OpenSSL could not encrypt a record");
        window.Commit(RecordHeader.Bytes + innerLength + RecordCipher.TagBytes);
        return true;
    }

    private void WriteAlert(AlertDescription alert, CipherWindow window)
    {
        const byte Warning = 1,
            Fatal = 2;
        Write(ContentType.Alert, [alert == AlertDescription.CloseNotify ? Warning : Fatal, (byte)alert], window);
    }

    /// <returns><c>false</c>.</returns>
    private bool Fail(AlertDescription alert, string problem, CipherWindow window)
    {
        FailSilently(problem);
        WriteAlert(alert, window);
        return false;
    }

    /// <returns><c>false</c>.</returns>
    private bool FailSilently(string problem)
    {
        State = RecordState.Failed;
        Problem = problem;
        return false;
    }
}

/// <summary>Limits of a connection's records. Tests use small ones.</summary>
internal sealed record RecordLimits
{
    public static RecordLimits Default { get; } = new();

    /// <summary>
    /// Most records under one key, its key update included. Default: 2^24. AES-GCM is safe up to 2^24.5 full records
    /// (RFC 8446, 5.5); ChaCha20-Poly1305 has no such limit and gets the same.
    /// </summary>
    public ulong RecordsPerKey { get; init; } = 1 << 24;

    /// <summary>
    /// The number of consecutive key updates, without application data in between, that ends the connection. Default:
    /// 1,000.
    /// </summary>
    public int KeyUpdatesInARow { get; init; } = 1000;
}
