namespace MGen.Wire;

/// <summary>The sizes that the wire format fixes, and the largest values accepted from a peer.</summary>
public static class WireLimits
{
    /// <summary>Sizes are drawn in blocks of this many bytes (the original's padding block).</summary>
    public const int BlockBytes = 160;

    /// <summary>
    /// Largest body that travels with its message between client and server: 14 blocks. A larger size is an attachment.
    /// </summary>
    public const int MaxInlineBodyBytes = 14 * BlockBytes;

    /// <summary>Bytes of body that follow a receipt's header.</summary>
    public const int ReceiptBodyBytes = BlockBytes;

    /// <summary>Bytes of a header without the names: the header's length, two name lengths, id and size.</summary>
    public const int FixedHeaderBytes = 20;

    /// <summary>
    /// Longest accepted user or group name, in bytes of UTF-8. The original has no limit; this one is far
    /// above any published set-up.
    /// </summary>
    public const int MaxIdentifierBytes = 1024;

    /// <summary>Longest accepted header, in bytes: both names at their longest.</summary>
    public const int MaxHeaderBytes = FixedHeaderBytes + (2 * MaxIdentifierBytes);

    /// <summary>Largest size a message may have, in blocks: 100 MiB (the original's cap on samples).</summary>
    public const int MaxBlocks = 655_360;

    /// <summary>
    /// Largest size that a message may state, in bytes: an attachment of <see cref="MaxBlocks"/>. A larger one violates
    /// the format.
    /// </summary>
    public const uint MaxMessageBytes = MaxBlocks * BlockBytes;
}

/// <summary>
/// The ways in which received bytes can violate the format. The names appear in the event log and as metric tags.
/// </summary>
public enum WireViolation
{
    /// <summary>No violation.</summary>
    None,

    /// <summary>A header length below <see cref="WireLimits.FixedHeaderBytes"/>.</summary>
    HeaderTooShort,

    /// <summary>A header length above <see cref="WireLimits.MaxHeaderBytes"/>.</summary>
    HeaderTooLong,

    /// <summary>The lengths of the names do not add up to the header's length.</summary>
    LengthMismatch,

    /// <summary>An empty name.</summary>
    EmptyIdentifier,

    /// <summary>A name longer than <see cref="WireLimits.MaxIdentifierBytes"/>.</summary>
    IdentifierTooLong,

    /// <summary>A name that is not valid UTF-8.</summary>
    InvalidUtf8,

    /// <summary>A name with a comma or an ASCII control character, which the event log cannot represent.</summary>
    ForbiddenCharacter,

    /// <summary>A size above <see cref="WireLimits.MaxMessageBytes"/>.</summary>
    SizeTooLarge,
}
