namespace MGen.Wire;

/// <summary>
/// The first bytes of a peer's outgoing connection: its own name. There is no response.
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
