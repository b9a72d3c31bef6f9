using System.Diagnostics.CodeAnalysis;

namespace MGen.Wire;

/// <summary>
/// Lets a dictionary keyed by <see cref="Identifier"/> be searched with the bytes of a header, without creating an
/// <see cref="Identifier"/>.
/// </summary>
public sealed class IdentifierComparer : IEqualityComparer<Identifier>, IAlternateEqualityComparer<ReadOnlySpan<byte>, Identifier?>
{
    /// <summary>The only instance.</summary>
    public static IdentifierComparer Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(Identifier? x, Identifier? y) => x is null ? y is null : x.Equals(y);

    /// <inheritdoc/>
    public bool Equals(ReadOnlySpan<byte> alternate, Identifier? other) => other is not null && alternate.SequenceEqual(other.Utf8);

    /// <inheritdoc/>
    public int GetHashCode([DisallowNull] Identifier obj) => Hash(obj.Utf8);

    /// <inheritdoc/>
    public int GetHashCode(ReadOnlySpan<byte> alternate) => Hash(alternate);

    /// <summary>Creates a name from bytes that have been checked.</summary>
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
