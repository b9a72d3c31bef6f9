namespace MGen.Wire;

/// <summary>
/// The first bytes of a peer's outgoing connection: the name of that peer. There is no response.
/// <code>
/// u32 n, n bytes user
/// </code>
/// </summary>
public static class PeerIntroduction
{
    /// <summary>The introduction's bytes.</summary>
    public static byte[] ToBytes(Identifier user)
    {
        ArgumentNullException.ThrowIfNull(user);
        byte[] bytes = new byte[4 + user.Utf8.Length];
        Span<byte> rest = bytes;
        HeaderFormat.PutText(ref rest, user.Utf8);
        return bytes;
    }
}

/// <summary>Reads one <see cref="PeerIntroduction"/> from a stream that arrives in pieces of any length.</summary>
public sealed class PeerIntroductionDecoder
{
    private const int LengthBytes = 4;

    private uint _length;
    private int _filled;
    private byte[] _name = [];

    /// <summary>Why <see cref="Read"/> returned <see cref="ReadStatus.Violation"/>.</summary>
    public WireViolation Violation { get; private set; }

    /// <summary>Consumes bytes from <paramref name="input"/> up to the end of the introduction.</summary>
    /// <param name="input">
    /// On return, the bytes after the introduction; empty if more are needed, undefined after a violation.
    /// </param>
    /// <param name="user">The user who dialled, if complete.</param>
    public ReadStatus Read(ref ReadOnlySpan<byte> input, out Identifier? user)
    {
        user = null;
        for (; _filled < LengthBytes; _filled++, input = input[1..])
        {
            if (input.IsEmpty)
                return ReadStatus.NeedMoreData;
            _length = (_length << 8) | input[0];
        }
        if (Violation == WireViolation.None && _length > WireLimits.MaxIdentifierBytes)
            Violation = WireViolation.IdentifierTooLong;
        return Violation == WireViolation.None ? ReadName(ref input, out user) : ReadStatus.Violation;
    }

    private ReadStatus ReadName(ref ReadOnlySpan<byte> input, out Identifier? user)
    {
        user = null;
        // Allocated only after the length check, so that a hostile length costs no memory, and once per introduction,
        // even if the name arrives in pieces.
        if (_name.Length != _length)
            _name = new byte[_length];
        int place = _filled - LengthBytes;
        int taken = Math.Min(input.Length, _name.Length - place);
        input[..taken].CopyTo(_name.AsSpan(place));
        input = input[taken..];
        _filled += taken;
        if (place + taken < _name.Length)
            return ReadStatus.NeedMoreData;
        if (Identifier.TryCreate(_name, out user, out WireViolation why))
            return ReadStatus.Complete;
        Violation = why;
        return ReadStatus.Violation;
    }
}
