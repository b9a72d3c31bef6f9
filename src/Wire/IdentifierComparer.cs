using System.Diagnostics.CodeAnalysis;

namespace MGen.Wire;

/// <summary>Lets tables keyed by <see cref="Identifier"/> be searched with the bytes of a header, without making a name of them first.</summary>
public sealed class IdentifierComparer : IEqualityComparer<Identifier>, IAlternateEqualityComparer<ReadOnlySpan<byte>, Identifier?>
{
    /// <summary>The one instance.</summary>
    public static IdentifierComparer Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(Identifier? x, Identifier? y) => x is null ? y is null : x.Equals(y);

    /// <inheritdoc/>
    public bool Equals(ReadOnlySpan<byte> alternate, Identifier? other) => other is not null && alternate.SequenceEqual(other.Utf8);

    /// <inheritdoc/>
    public int GetHashCode([DisallowNull] Identifier obj) => Hash(obj.Utf8);

    /// <inheritdoc/>
    public int GetHashCode(ReadOnlySpan<byte> alternate) => Hash(alternate);

    /// <summary>Makes a name of bytes that were checked before.</summary>
    /// <exception cref="ArgumentException">The bytes are not a valid name.</exception>
    public Identifier? Create(ReadOnlySpan<byte> alternate) =>
        Identifier.TryCreate(alternate, out Identifier? identifier, out WireViolation why) ? identifier : throw new ArgumentException($"not a name: {why}");

    internal static int Hash(ReadOnlySpan<byte> utf8)
    {
        HashCode hash = default;
        hash.AddBytes(utf8);
        return hash.ToHashCode();
    }
}
