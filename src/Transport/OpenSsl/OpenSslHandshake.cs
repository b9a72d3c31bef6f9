using System.Runtime.InteropServices;

namespace MGen.Transport.OpenSsl;

/// <summary>A handshake under way. Its result continues on the connection's home thread, in a turn of its own.</summary>
internal sealed class OpenSslHandshake(EventLoop loop, bool verifiesPeer) : IHomeWork
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

    /// <summary>Why OpenSSL refused.</summary>
    public unsafe string Describe(nint ssl)
    {
        string error = LibSsl.TakeError();
        nint verdict = verifiesPeer ? LibSsl.SSL_get_verify_result(ssl) : 0;
        return verdict == 0 ? error : $"certificate refused: {Marshal.PtrToStringUTF8((nint)LibSsl.X509_verify_cert_error_string(verdict))}";
    }
}
