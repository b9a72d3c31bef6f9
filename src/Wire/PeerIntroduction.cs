namespace MGen.Wire;

/// <summary>
/// What a peer that dials says first and once: its own name. There is no answer.
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
