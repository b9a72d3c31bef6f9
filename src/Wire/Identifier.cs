using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MGen.Wire;

/// <summary>
/// The name of a user or a group, as text for logs and as UTF-8 for the wire. Not empty, at most
/// <see cref="WireLimits.MaxIdentifierBytes"/> bytes, without commas and ASCII control characters (the event log
/// consists of comma-separated fields). Immutable.
/// </summary>
public sealed class Identifier : IEquatable<Identifier>
{
    private static readonly SearchValues<byte> Forbidden = SearchValues.Create([
        .. Enumerable.Range(0, 32).Select(i => (byte)i),
        0x7f,
        (byte)',',
    ]);

    // The default encoding replaces half a surrogate pair with a replacement character, which would map two names to
    // one.
    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    private readonly byte[] _utf8;

    private Identifier(string text, byte[] utf8)
    {
        Text = text;
        _utf8 = utf8;
    }

    /// <summary>The name as text.</summary>
    public string Text { get; }

    /// <summary>The name in UTF-8, without a length prefix.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8;

    /// <summary>Creates a name from text.</summary>
    /// <exception cref="ArgumentException">The text is not a valid name; the message says why.</exception>
    public static Identifier Create(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryCreate(StrictUtf8.GetBytes(text), out Identifier? identifier, out WireViolation why)
            ? identifier
            : throw new ArgumentException($"'{text}' is not a name: {why}", nameof(text));
    }

    /// <summary>Creates a name from received bytes, or returns what is wrong with them.</summary>
    public static bool TryCreate(
        ReadOnlySpan<byte> utf8,
        [NotNullWhen(true)] out Identifier? identifier,
        out WireViolation why
    )
    {
        why = Check(utf8);
        identifier = why == WireViolation.None ? new Identifier(Encoding.UTF8.GetString(utf8), utf8.ToArray()) : null;
        return identifier is not null;
    }

    /// <summary>
    /// Returns what is wrong with these bytes as a name; <see cref="WireViolation.None"/> if nothing is.
    /// </summary>
    public static WireViolation Check(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return WireViolation.EmptyIdentifier;
        if (utf8.Length > WireLimits.MaxIdentifierBytes)
            return WireViolation.IdentifierTooLong;
        // Checked before the search for single bytes: in valid UTF-8 the forbidden values are never part of another
        // character.
        if (!System.Text.Unicode.Utf8.IsValid(utf8))
            return WireViolation.InvalidUtf8;
        return utf8.ContainsAny(Forbidden) ? WireViolation.ForbiddenCharacter : WireViolation.None;
    }

    /// <inheritdoc/>
    public bool Equals(Identifier? other) => other is not null && Utf8.SequenceEqual(other._utf8);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Identifier);

    /// <inheritdoc/>
    public override int GetHashCode() => IdentifierComparer.Hash(_utf8);

    /// <summary>The name as text.</summary>
    public override string ToString() => Text;
}

/// <summary>
/// Lets a dictionary keyed by <see cref="Identifier"/> be searched with the bytes of a header, without creating an
/// <see cref="Identifier"/>.
/// </summary>
public sealed class IdentifierComparer
    : IEqualityComparer<Identifier>,
        IAlternateEqualityComparer<ReadOnlySpan<byte>, Identifier?>
{
    /// <summary>The only instance.</summary>
    public static IdentifierComparer Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(Identifier? x, Identifier? y) => x is null ? y is null : x.Equals(y);

    /// <inheritdoc/>
    public bool Equals(ReadOnlySpan<byte> alternate, Identifier? other) =>
        other is not null && alternate.SequenceEqual(other.Utf8);

    /// <inheritdoc/>
    public int GetHashCode([DisallowNull] Identifier obj) => Hash(obj.Utf8);

    /// <inheritdoc/>
    public int GetHashCode(ReadOnlySpan<byte> alternate) => Hash(alternate);

    /// <summary>Creates a name from bytes that have been checked.</summary>
    /// <exception cref="ArgumentException">The bytes are not a valid name.</exception>
    public Identifier? Create(ReadOnlySpan<byte> alternate) =>
        Identifier.TryCreate(alternate, out Identifier? identifier, out WireViolation why)
            ? identifier
            : throw new ArgumentException($"not a name: {why}");

    internal static int Hash(ReadOnlySpan<byte> utf8)
    {
        HashCode hash = default;
        hash.AddBytes(utf8);
        return hash.ToHashCode();
    }
}
