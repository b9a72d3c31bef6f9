using System.Buffers.Binary;

namespace MGen.Wire;

/// <summary>
/// One message or receipt: the bytes of its header, which determine its body of zeros. All holders of a frame share the
/// header, so it must never be changed.
/// <code>
/// u32 header length (counts itself) | u32 n, n bytes sender | u32 n, n bytes target | u32 id | u32 size | body: zeros
/// </code>
/// Numbers are big-endian. A size of 0 means a receipt. The target of a message is its group; the target of a receipt
/// is, between client and server, the user whose message is acknowledged, and between peers the group.
/// </summary>
public readonly struct Frame : IEquatable<Frame>
{
    private readonly byte[] _header;

    private Frame(byte[] header) => _header = header;

    /// <summary>The header's bytes, beginning with its length.</summary>
    public ReadOnlySpan<byte> Header => _header;

    /// <summary>The sender's name in UTF-8.</summary>
    public ReadOnlySpan<byte> Sender => _header.AsSpan(8, NumberAt(4));

    /// <summary>The target's name in UTF-8: a group, or the user to whom a receipt goes.</summary>
    public ReadOnlySpan<byte> Target => _header.AsSpan(12 + NumberAt(4), NumberAt(8 + NumberAt(4)));

    /// <summary>
    /// The message's number within (sender, group), from 0; in a receipt, the number of the acknowledged message.
    /// </summary>
    public uint Id => BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(_header.Length - 8));

    /// <summary>The message's size in bytes, attachment included; 0 for a receipt.</summary>
    public uint Size => BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(_header.Length - 4));

    /// <summary>Whether this is a receipt and not a message.</summary>
    public bool IsReceipt => Size == 0;

    /// <summary>Whether the message is larger than the body that travels inline between client and server.</summary>
    public bool HasAttachment => Size > WireLimits.MaxInlineBodyBytes;

    /// <summary>
    /// Wraps a header that this project has checked or built. The array must not be changed afterwards.
    /// </summary>
    internal static Frame FromHeader(byte[] header) => new(header);

    /// <summary>
    /// Checks and wraps a header received from another process of the cluster. The array must not be changed
    /// afterwards.
    /// </summary>
    /// <exception cref="ArgumentException">The bytes are not exactly one header.</exception>
    public static Frame Parse(byte[] header)
    {
        ArgumentNullException.ThrowIfNull(header);
        WireViolation why = HeaderFormat.Check(header);
        return why == WireViolation.None
            ? new Frame(header)
            : throw new ArgumentException($"not a frame header: {why}", nameof(header));
    }

    /// <summary>Creates a message of <paramref name="size"/> bytes to a group.</summary>
    /// <param name="sender">The sender.</param>
    /// <param name="group">The group.</param>
    /// <param name="id">The message's number within (sender, group).</param>
    /// <param name="size">
    /// The size in bytes, from 1 (0 would make it a receipt) to <see cref="WireLimits.MaxMessageBytes"/>.
    /// </param>
    public static Frame Message(Identifier sender, Identifier group, uint id, uint size)
    {
        ArgumentOutOfRangeException.ThrowIfZero(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, WireLimits.MaxMessageBytes);
        return new Frame(HeaderFormat.Build(sender, group, id, size));
    }

    /// <summary>Creates a receipt for message <paramref name="id"/>.</summary>
    /// <param name="sender">The user who acknowledges.</param>
    /// <param name="target">
    /// Between client and server the sender of the acknowledged message; between peers the group.
    /// </param>
    /// <param name="id">The acknowledged message's number.</param>
    public static Frame Receipt(Identifier sender, Identifier target, uint id) =>
        new(HeaderFormat.Build(sender, target, id, 0));

    /// <summary>The number of body bytes that follow the header on a connection.</summary>
    public uint BodyBytes(BodyRule rule) =>
        Size switch
        {
            0 => WireLimits.ReceiptBodyBytes,
            > WireLimits.MaxInlineBodyBytes when rule == BodyRule.ClientServer => WireLimits.MaxInlineBodyBytes,
            uint size => size,
        };

    /// <summary>
    /// Writes header and body, as between client and server, to the start of <paramref name="destination"/>.
    /// </summary>
    /// <returns>
    /// The number of bytes written; at most <see cref="WireLimits.MaxHeaderBytes"/> +
    /// <see cref="WireLimits.MaxInlineBodyBytes"/>.
    /// </returns>
    public int WriteTo(Span<byte> destination)
    {
        int body = (int)BodyBytes(BodyRule.ClientServer);
        Header.CopyTo(destination);
        // The buffer is reused: where this body lies, the last frame may have had its header.
        destination.Slice(_header.Length, body).Clear();
        return _header.Length + body;
    }

    /// <summary>
    /// Whether both share one header in memory, as copies of a fanned-out frame do. Does not compare bytes.
    /// </summary>
    public bool IsSameAs(Frame other) => ReferenceEquals(_header, other._header);

    /// <inheritdoc/>
    public bool Equals(Frame other) => Header.SequenceEqual(other.Header);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Frame other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => IdentifierComparer.Hash(_header);

    /// <summary>Whether the bytes are equal.</summary>
    public static bool operator ==(Frame left, Frame right) => left.Equals(right);

    /// <summary>Whether the bytes differ.</summary>
    public static bool operator !=(Frame left, Frame right) => !left.Equals(right);

    private int NumberAt(int offset) => (int)BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(offset));
}

/// <summary>How much of a message's body travels on the connection itself.</summary>
public enum BodyRule
{
    /// <summary>
    /// Between client and server: at most <see cref="WireLimits.MaxInlineBodyBytes"/>. A larger message has an
    /// attachment, fetched from the web server.
    /// </summary>
    ClientServer,

    /// <summary>Between peers: the whole body.</summary>
    Peer,
}
