using MGen.Wire;

namespace MGen.Messenger.Dialing;

/// <summary>
/// Reads one answer of a proxy from a stream that arrives in pieces of any length. What follows the last answer comes
/// from the target, so it must not be read ahead: ask the socket for <see cref="BytesMissing"/> at most.
/// </summary>
/// <remarks>
/// <code>
/// method       version=5 | method
/// credentials  version=1 | status
/// connection   version=5 | reply | reserved | type=1 | 4 bytes                 | port (2 bytes)
///                                           | type=3 | length | length bytes   |
///                                           | type=4 | 16 bytes                |
/// </code>
/// The address is the proxy's own and is skipped. A reply that is no success ends the answer: proxies differ in what
/// they send behind it.
/// </remarks>
/// <param name="stage">Which answer is expected.</param>
/// <param name="hasCredentials">Whether user name and password were offered as a method.</param>
internal sealed class SocksReplyDecoder(SocksStage stage, bool hasCredentials)
{
    private const byte SocksVersion = 5,
        CredentialsVersion = 1;
    private const byte IPv4Type = 1,
        NameType = 3,
        IPv6Type = 4;

    /// <summary>
    /// Version, reply, reserved, type and the first byte of the address: enough to know the length, and less than the
    /// shortest answer.
    /// </summary>
    private const int PrefixBytes = 5;
    private const int PortBytes = 2;

    /// <summary>Bytes of the longest answer.</summary>
    public const int LongestAnswer = PrefixBytes + byte.MaxValue + PortBytes;

    private readonly byte[] _buffer = new byte[stage == SocksStage.Connection ? LongestAnswer : 2];
    private int _filled;

    /// <summary>
    /// What the proxy refused, or why the bytes are no answer; <see cref="SocksFailure.None"/> if all is well.
    /// </summary>
    public SocksFailure Failure { get; private set; }

    /// <summary>The code that the answer brought.</summary>
    public byte Code => _buffer[1];

    /// <summary>Bytes that are certainly still missing; it grows when the length is known.</summary>
    public int BytesMissing => BytesNeeded() - _filled;

    /// <summary>Takes bytes from <paramref name="input"/> up to the end of the answer.</summary>
    /// <param name="input">On return, what follows the answer; empty if more is needed, meaningless after a violation
    /// or a refusal.</param>
    public ReadStatus Read(ref ReadOnlySpan<byte> input)
    {
        while (BytesMissing is var missing and > 0 && !input.IsEmpty)
        {
            int taken = Math.Min(missing, input.Length);
            input[..taken].CopyTo(_buffer.AsSpan(_filled));
            input = input[taken..];
            _filled += taken;
        }
        Failure = Judge();
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
            _ => PrefixBytes,
        };
    }

    private bool HasRefused => _filled >= 2 && _buffer[1] != 0;

    private SocksFailure Judge()
    {
        if (_filled > 0 && _buffer[0] != (stage == SocksStage.Credentials ? CredentialsVersion : SocksVersion))
            return SocksFailure.Malformed;
        if (_filled < 2)
            return SocksFailure.None;
        return stage switch
        {
            SocksStage.Method => JudgeMethod(),
            SocksStage.Credentials => HasRefused ? SocksFailure.CredentialsRejected : SocksFailure.None,
            _ => JudgeConnection(),
        };
    }

    private SocksFailure JudgeMethod() =>
        Code switch
        {
            SocksMethod.NoAuthentication => SocksFailure.None,
            SocksMethod.UserNameAndPassword when hasCredentials => SocksFailure.None,
            SocksMethod.NoneAcceptable => SocksFailure.NoAcceptableMethod,
            _ => SocksFailure.Malformed,
        };

    private SocksFailure JudgeConnection()
    {
        bool isTypeKnown = _filled < 4 || _buffer[3] is IPv4Type or NameType or IPv6Type;
        return HasRefused || isTypeKnown ? SocksReplies.FailureOf(Code) : SocksFailure.Malformed;
    }
}
