using MGen.Wire;

namespace MGen.Messenger.Dialing;

/// <summary>
/// Decodes one reply of a proxy, which may arrive in pieces of any length. The bytes after the last reply belong to the
/// target, so do not read ahead: receive at most <see cref="BytesMissing"/> bytes.
/// </summary>
/// <remarks>
/// <code>
/// method       version=5 | method
/// credentials  version=1 | status
/// connection   version=5 | reply | reserved | type=1 | 4 bytes                 | port (2 bytes)
///                                           | type=3 | length | length bytes   |
///                                           | type=4 | 16 bytes                |
/// </code>
/// The address is the proxy's own and is skipped. An unsuccessful reply code ends the reply, because proxies differ in
/// what they send after it.
/// </remarks>
/// <param name="stage">Which reply is expected.</param>
/// <param name="hasCredentials">Whether authentication by user name and password was offered.</param>
internal sealed class SocksReplyDecoder(SocksStage stage, bool hasCredentials)
{
    private const byte SocksVersion = 5,
        CredentialsVersion = 1;
    private const byte IPv4Type = 1,
        NameType = 3,
        IPv6Type = 4;

    /// <summary>
    /// Version, reply, reserved, type and the first byte of the address: enough to compute the reply's length, and
    /// shorter than the shortest reply.
    /// </summary>
    private const int PrefixBytes = 5;
    private const int PortBytes = 2;

    /// <summary>Length of the longest reply, in bytes.</summary>
    public const int LongestReply = PrefixBytes + byte.MaxValue + PortBytes;

    private readonly byte[] _buffer = new byte[stage == SocksStage.Connection ? LongestReply : 2];
    private int _filled;

    /// <summary>
    /// Why the proxy refused, or <see cref="SocksFailure.Malformed"/>; <see cref="SocksFailure.None"/> while the reply
    /// shows neither.
    /// </summary>
    public SocksFailure Failure { get; private set; }

    /// <summary>The reply's code.</summary>
    public byte Code => _buffer[1];

    /// <summary>
    /// The smallest number of bytes that is still missing. It may grow once the reply's length is known.
    /// </summary>
    public int BytesMissing => BytesNeeded() - _filled;

    /// <summary>Consumes bytes of <paramref name="input"/> up to the end of the reply.</summary>
    /// <param name="input">
    /// On return, the bytes after the reply; empty if more are needed, undefined after a violation or a refusal.
    /// </param>
    public ReadStatus Read(ref ReadOnlySpan<byte> input)
    {
        while (BytesMissing is var missing and > 0 && !input.IsEmpty)
        {
            int taken = Math.Min(missing, input.Length);
            input[..taken].CopyTo(_buffer.AsSpan(_filled));
            input = input[taken..];
            _filled += taken;
        }
        Failure = Validate();
        if (Failure == SocksFailure.Malformed)
            return ReadStatus.Violation;
        return Failure != SocksFailure.None || BytesMissing == 0 ? ReadStatus.Complete : ReadStatus.NeedMoreData;
    }

    private int BytesNeeded()
    {
        if (stage != SocksStage.Connection || HasRefused)
            return 2;
        if (_filled < PrefixBytes)
            return PrefixBytes;
        return _buffer[3] switch
        {
            IPv4Type => 4 + 4 + PortBytes,
            IPv6Type => 4 + 16 + PortBytes,
            NameType => PrefixBytes + _buffer[4] + PortBytes,
            // Unknown: its length cannot be computed, and Validate refuses it.
            _ => PrefixBytes,
        };
    }

    private bool HasRefused => _filled >= 2 && _buffer[1] != 0;

    private SocksFailure Validate()
    {
        if (_filled > 0 && _buffer[0] != (stage == SocksStage.Credentials ? CredentialsVersion : SocksVersion))
            return SocksFailure.Malformed;
        if (_filled < 2)
            return SocksFailure.None;
        return stage switch
        {
            SocksStage.Method => ValidateMethod(),
            SocksStage.Credentials => HasRefused ? SocksFailure.CredentialsRejected : SocksFailure.None,
            _ => ValidateConnection(),
        };
    }

    private SocksFailure ValidateMethod() =>
        Code switch
        {
            SocksMethod.NoAuthentication => SocksFailure.None,
            SocksMethod.UserNameAndPassword when hasCredentials => SocksFailure.None,
            SocksMethod.NoneAcceptable => SocksFailure.NoAcceptableMethod,
            _ => SocksFailure.Malformed,
        };

    private SocksFailure ValidateConnection()
    {
        bool isTypeKnown = _filled < 4 || _buffer[3] is IPv4Type or NameType or IPv6Type;
        return HasRefused || isTypeKnown ? SocksFailureRules.FromReply(Code) : SocksFailure.Malformed;
    }
}

/// <summary>The replies of a SOCKS5 proxy, in their order.</summary>
internal enum SocksStage
{
    /// <summary>The selected authentication method (RFC 1928, section 3).</summary>
    Method,

    /// <summary>Whether user name and password are accepted (RFC 1929, section 2).</summary>
    Credentials,

    /// <summary>Whether the proxy is connected to the target (RFC 1928, section 6).</summary>
    Connection,
}

/// <summary>A decoded reply of a proxy.</summary>
/// <param name="Failure">The failure; <see cref="SocksFailure.None"/> if the proxy agreed.</param>
/// <param name="Code">
/// The code in the reply: a method, a status or a reply code. 0 if the connection ended before a reply.
/// </param>
internal readonly record struct SocksReply(SocksFailure Failure, byte Code)
{
    /// <summary>Whether the proxy agreed.</summary>
    public bool IsSuccess => Failure == SocksFailure.None;
}
