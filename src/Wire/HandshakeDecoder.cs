using System.Buffers.Binary;

namespace MGen.Wire;

/// <summary>Reads one handshake from a stream that arrives in pieces of any length.</summary>
/// <param name="withResume">Whether the connection negotiated resumption.</param>
public sealed class HandshakeDecoder(bool withResume)
{
    private readonly byte[] _buffer = new byte[8 + (2 * WireLimits.MaxIdentifierBytes) + ResumeOffer.Bytes];
    private int _filled;

    /// <summary>Why <see cref="Read"/> returned <see cref="ReadStatus.Violation"/>.</summary>
    public WireViolation Violation { get; private set; }

    /// <summary>Consumes bytes from <paramref name="input"/> up to the end of the handshake.</summary>
    /// <param name="input">
    /// On return, the bytes after the handshake; empty if more are needed, undefined after a violation.
    /// </param>
    /// <param name="handshake">The handshake, if complete.</param>
    public ReadStatus Read(ref ReadOnlySpan<byte> input, out Handshake? handshake)
    {
        handshake = null;
        while (true)
        {
            // Computed again after each part: the lengths decide how many bytes follow, and no byte after the handshake
            // may be taken.
            int needed = BytesNeeded();
            if (Violation != WireViolation.None)
                return ReadStatus.Violation;
            if (_filled == needed)
                return Finish(out handshake);
            int taken = Math.Min(needed - _filled, input.Length);
            input[..taken].CopyTo(_buffer.AsSpan(_filled));
            input = input[taken..];
            _filled += taken;
            if (_filled < needed)
                return ReadStatus.NeedMoreData;
        }
    }

    /// <summary>
    /// The number of bytes needed, by the lengths received so far. The number grows when a length has arrived.
    /// </summary>
    private int BytesNeeded()
    {
        int user = LengthAt(0);
        int group = user < 0 ? -1 : LengthAt(4 + user);
        if (user < 0)
            return 4;
        return group < 0 ? 8 + user : 8 + user + group + (withResume ? ResumeOffer.Bytes : 0);
    }

    private int LengthAt(int offset)
    {
        if (_filled < offset + 4)
            return -1;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(offset));
        // Compared as unsigned: a length of 2^31 and more would be negative as an int.
        if (length <= WireLimits.MaxIdentifierBytes)
            return (int)length;
        Violation = WireViolation.IdentifierTooLong;
        return -1;
    }

    private ReadStatus Finish(out Handshake? handshake)
    {
        handshake = null;
        int user = LengthAt(0),
            group = LengthAt(4 + user);
        if (
            !Identifier.TryCreate(_buffer.AsSpan(4, user), out Identifier? userName, out WireViolation why)
            || !Identifier.TryCreate(_buffer.AsSpan(8 + user, group), out Identifier? groupName, out why)
        )
        {
            Violation = why;
            return ReadStatus.Violation;
        }
        ResumeOffer? resume = withResume ? ResumeOffer.Read(_buffer.AsSpan(8 + user + group)) : null;
        handshake = new Handshake(userName, groupName, resume);
        return ReadStatus.Complete;
    }
}

/// <summary>
/// The first bytes of a client's connection: the user's name, and the group for which the connection is.
/// <code>
/// u32 n, n bytes user | u32 n, n bytes group | with resumption: 16 bytes session, u64 received
/// </code>
/// There is no reply, no version and no authentication. The last part follows only where both sides chose
/// <see cref="Resumption.Protocol"/>.
/// </summary>
/// <param name="User">The user's name.</param>
/// <param name="Group">The group's name.</param>
/// <param name="Resume">The session to resume, and from where; <c>null</c> on a plain connection.</param>
public sealed record Handshake(Identifier User, Identifier Group, ResumeOffer? Resume = null)
{
    /// <summary>The handshake's bytes.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[8 + User.Utf8.Length + Group.Utf8.Length + (Resume is null ? 0 : ResumeOffer.Bytes)];
        Span<byte> rest = bytes;
        HeaderFormat.PutText(ref rest, User.Utf8);
        HeaderFormat.PutText(ref rest, Group.Utf8);
        Resume?.WriteTo(rest);
        return bytes;
    }
}
