using System.Net;
using System.Runtime.InteropServices;

namespace MGen.Transport.OpenSsl;

/// <summary>A handshake under way. Its result continues on the connection's home thread, in a turn of its own.</summary>
/// <param name="loop">The home.</param>
/// <param name="context">This side's settings.</param>
/// <param name="serverName">The server's name on the client's side; <c>null</c> on the server's.</param>
internal sealed class OpenSslHandshake(EventLoop loop, OpenSslContext context, string? serverName) : IHomeWork
{
    private readonly TaskCompletionSource<TlsConnection> _result = new();
    private OpenSslConnection? _connection;
    private TlsHandshakeException? _failure;

    public Task<TlsConnection> Task => _result.Task;

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

    /// <summary>The connection's SSL object. Made on the loop's thread, so that all of a loop's objects come from one arena of the allocator.</summary>
    public nint CreateSsl()
    {
        nint ssl = LibSsl.SSL_new(context.Handle);
        if (serverName is null)
        {
            LibSsl.SSL_set_accept_state(ssl);
            return ssl;
        }
        LibSsl.SSL_set_connect_state(ssl);
        NameServer(ssl, serverName);
        return ssl;
    }

    /// <summary>Why OpenSSL refused.</summary>
    public unsafe string Describe(nint ssl)
    {
        string error = LibSsl.TakeError();
        nint verdict = context.VerifiesPeer ? LibSsl.SSL_get_verify_result(ssl) : 0;
        return verdict == 0 ? error : $"certificate refused: {Marshal.PtrToStringUTF8((nint)LibSsl.X509_verify_cert_error_string(verdict))}";
    }

    private void NameServer(nint ssl, string name)
    {
        bool isAddress = IPAddress.TryParse(name, out _);
        if (context.VerifiesPeer && isAddress)
            _ = LibSsl.X509_VERIFY_PARAM_set1_ip_asc(LibSsl.SSL_get0_param(ssl), name);
        else if (context.VerifiesPeer)
            _ = LibSsl.SSL_set1_host(ssl, name);
        if (isAddress)
            return;
        nint text = Marshal.StringToCoTaskMemUTF8(name);
        _ = LibSsl.SSL_ctrl(ssl, LibSsl.CtrlSetServerName, 0, text);
        Marshal.FreeCoTaskMem(text);
    }
}
