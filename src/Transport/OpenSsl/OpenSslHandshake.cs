using System.Net;
using System.Runtime.InteropServices;
using MGen.Transport.Records;

namespace MGen.Transport.OpenSsl;

/// <summary>The result of a step of a handshake.</summary>
internal enum HandshakeStep
{
    /// <summary>It needs more bytes from the peer.</summary>
    NeedsInput,

    /// <summary>It has succeeded.</summary>
    Done,

    /// <summary>It has failed.</summary>
    Failed,
}

/// <summary>
/// A handshake in progress, made by an SSL object. The caller that awaits the result continues on the connection's home
/// loop, as posted work.
/// </summary>
/// <param name="loop">The home loop.</param>
/// <param name="context">The settings of this side.</param>
/// <param name="serverName">On the client's side the server's name; <c>null</c> on the server's side.</param>
internal sealed class OpenSslHandshake(EventLoop loop, OpenSslContext context, string? serverName) : IHomeWork
{
    private readonly TaskCompletionSource<TlsConnection> _result = new();
    private readonly HandshakeSecrets? _secrets = context.OwnRecords is null ? null : new();
    private OpenSslConnection? _connection;
    private TlsHandshakeException? _failure;
    private nint _ssl;
    private bool _hasSentAtEnd;

    public Task<TlsConnection> Task => _result.Task;

    /// <summary>The place among the loop's handshakes; <c>null</c> until this handshake has begun.</summary>
    public LinkedListNode<(OpenSslConnection Connection, long Since)>? Place { get; private set; }

    /// <summary>Why the handshake failed; set before <see cref="HandshakeStep.Failed"/> is returned.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether this side is the client.</summary>
    public bool IsClient => serverName is not null;

    public void Succeed(OpenSslConnection connection)
    {
        _connection = connection;
        loop.Post(this);
    }

    public void Fail(ConnectionEnd end, string problem)
    {
        _failure = new TlsHandshakeException(end, problem);
        loop.Post(this);
    }

    public void Execute()
    {
        if (_failure is not null)
            _result.TrySetException(_failure);
        else
            _result.TrySetResult(_connection!);
    }

    /// <summary>
    /// Creates the SSL object. On the loop's thread, so that all objects of a loop come from one arena of the
    /// allocator.
    /// </summary>
    public void Begin(LinkedListNode<(OpenSslConnection Connection, long Since)> place)
    {
        Place = place;
        _ssl = LibSsl.SSL_new(context.Handle);
        nint bio = CipherBio.Create();
        LibSsl.SSL_set_bio(_ssl, bio, bio);
        if (serverName is null)
        {
            LibSsl.SSL_set_accept_state(_ssl);
            return;
        }
        LibSsl.SSL_set_connect_state(_ssl);
        if (!NameServer(serverName))
            Problem = $"OpenSSL cannot check a certificate for '{serverName}'";
    }

    /// <summary>Continues with the window's input; bytes for the peer go to its output.</summary>
    public HandshakeStep Advance(CipherWindow window)
    {
        if (Problem is not null)
            return HandshakeStep.Failed;
        int before = window.OutputLength;
        // The callback has no other way to find this handshake: OpenSSL passes it the connection only.
        HandshakeSecrets.Collect(_secrets);
        int result = LibSsl.SSL_do_handshake(_ssl);
        HandshakeSecrets.Collect(null);
        _hasSentAtEnd = window.OutputLength > before;
        if (result == 1)
            return HandshakeStep.Done;
        // The BIO accepts every write, so the only other outcome than failure is a lack of input.
        if (LibSsl.SSL_get_error(_ssl, result) == LibSsl.ErrorWantRead)
            return HandshakeStep.NeedsInput;
        Problem = Describe();
        return HandshakeStep.Failed;
    }

    /// <summary>
    /// Returns the established connection's records. Only <see cref="Release"/> may be called afterwards.
    /// </summary>
    public ConnectionRecords Finish(out string? applicationProtocol)
    {
        applicationProtocol = LibSsl.GetApplicationProtocol(_ssl);
        if (TryTakeOver() is { } own)
            return own;
        SslRecords records = new(_ssl);
        // The object belongs to the records now; Release must not free it.
        _ssl = 0;
        return records;
    }

    /// <summary>Wipes and frees what was not transferred, and leaves the place.</summary>
    public void Release()
    {
        if (_ssl != 0)
            LibSsl.SSL_free(_ssl);
        _ssl = 0;
        _secrets?.Release();
        if (Place is { } place)
            loop.Handshakes.Leave(place);
        Place = null;
    }

    /// <summary>Creates the record layer of this project, if the state of the SSL object is known exactly.</summary>
    private unsafe OwnRecords? TryTakeOver()
    {
        bool isKnown =
            context.OwnRecords is not null
            && LibSsl.SSL_version(_ssl) == LibSsl.Tls13
            && LibSsl.SSL_has_pending(_ssl) == 0 // it has consumed no byte after the handshake
            // A server that responds to the client's last flight, for example with tickets, has used record numbers.
            && (IsClient || !_hasSentAtEnd)
            // No smaller record size was negotiated.
            && LibSsl.SSL_SESSION_get_max_fragment_length(LibSsl.SSL_get_session(_ssl)) == 0;
        CipherSuite? suite = isKnown
            ? CipherSuite.Find(LibSsl.SSL_CIPHER_get_protocol_id(LibSsl.SSL_get_current_cipher(_ssl)))
            : null;
        ConnectionKeys* keys = suite is null ? null : _secrets!.Detach(suite);
        return keys == null ? null : new OwnRecords(new RecordLayer(suite!, IsClient, keys, context.OwnRecords!));
    }

    private unsafe string Describe()
    {
        string error = LibSsl.TakeError();
        nint verdict = context.VerifiesPeer ? LibSsl.SSL_get_verify_result(_ssl) : 0;
        return verdict == 0
            ? error
            : $"certificate refused: {Marshal.PtrToStringUTF8((nint)LibSsl.X509_verify_cert_error_string(verdict))}";
    }

    /// <summary>Sets the name that the certificate must have, if it is verified, and the name to send (SNI).</summary>
    /// <returns>
    /// Whether OpenSSL accepts the name to verify; if not, it would accept a certificate of any name.
    /// </returns>
    private bool NameServer(string name)
    {
        if (IPAddress.TryParse(name, out IPAddress? address))
        {
            // Without the scope and in canonical form: OpenSSL refuses others. No SNI for addresses (RFC 6066, 3).
            string canonical = new IPAddress(address.GetAddressBytes()).ToString();
            return !context.VerifiesPeer
                || LibSsl.X509_VERIFY_PARAM_set1_ip_asc(LibSsl.SSL_get0_param(_ssl), canonical) == 1;
        }
        bool isAccepted = !context.VerifiesPeer || LibSsl.SSL_set1_host(_ssl, name) == 1;
        nint text = Marshal.StringToCoTaskMemUTF8(name);
        _ = LibSsl.SSL_ctrl(_ssl, LibSsl.CtrlSetServerName, 0, text);
        Marshal.FreeCoTaskMem(text); // OpenSSL has copied it
        return isAccepted;
    }
}
