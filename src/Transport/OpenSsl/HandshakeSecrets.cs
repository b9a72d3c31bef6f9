using System.Buffers;
using MGen.Transport.Records;

namespace MGen.Transport.OpenSsl;

/// <summary>
/// Collects the traffic secrets of a handshake from OpenSSL's key-log callback, the only public interface to them. The
/// callback runs on the thread that calls SSL_do_handshake, during that call.
/// </summary>
internal sealed unsafe class HandshakeSecrets
{
    [ThreadStatic]
    private static HandshakeSecrets? t_current;

    private ConnectionKeys* _keys;

    /// <summary>Directs the calling thread's callbacks to this handshake; <c>null</c> to none.</summary>
    public static void Collect(HandshakeSecrets? secrets) => t_current = secrets;

    /// <summary>Parses a line of the key log: label, client random and secret, in hexadecimal digits.</summary>
    public static void Take(ReadOnlySpan<byte> line)
    {
        if (t_current is not { } secrets)
            return;
        ReadOnlySpan<byte> client = "CLIENT_TRAFFIC_SECRET_0 "u8,
            server = "SERVER_TRAFFIC_SECRET_0 "u8;
        // Only the secrets of application data; those of the handshake itself stay with OpenSSL.
        if (line.StartsWith(client))
            Store(&secrets.Keys->Client, line[(line.LastIndexOf((byte)' ') + 1)..]);
        else if (line.StartsWith(server))
            Store(&secrets.Keys->Server, line[(line.LastIndexOf((byte)' ') + 1)..]);
    }

    /// <summary>Transfers the keys to the caller, who must return them.</summary>
    /// <returns>Keys with both secrets; <c>null</c> if one is missing or has the wrong length for this suite.</returns>
    public ConnectionKeys* Detach(CipherSuite suite)
    {
        if (
            _keys == null
            || _keys->Client.SecretLength != suite.SecretBytes
            || _keys->Server.SecretLength != suite.SecretBytes
        )
            return null;
        ConnectionKeys* keys = _keys;
        _keys = null;
        return keys;
    }

    /// <summary>Wipes what was not transferred.</summary>
    public void Release()
    {
        if (_keys != null)
            ConnectionKeys.Return(_keys);
        _keys = null;
    }

    private ConnectionKeys* Keys => _keys != null ? _keys : _keys = ConnectionKeys.Rent();

    private static void Store(DirectionKeys* keys, ReadOnlySpan<byte> digits)
    {
        OperationStatus status = Convert.FromHexString(
            digits,
            new Span<byte>(keys->Secret, DirectionKeys.MaxSecretBytes),
            out _,
            out int length
        );
        // A length of 0 makes Detach fail. The SSL object is then kept, which is slower but correct.
        keys->SecretLength = status == OperationStatus.Done ? length : 0;
    }
}
