namespace MGen.Wire;

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
