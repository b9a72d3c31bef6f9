namespace MGen.Wire;

/// <summary>
/// One process of a cluster in one of its lifetimes: a process that restarts has another identity. Compared by ordinal.
/// </summary>
/// <param name="Name">Unique within the cluster; for a member of an Orleans cluster the text of its silo address, generation included.</param>
public readonly record struct NodeId(string Name) : IComparable<NodeId>
{
    /// <summary>Whether this is an identity and not the default value.</summary>
    public bool IsSet => Name is not null;

    /// <inheritdoc/>
    public int CompareTo(NodeId other) => string.CompareOrdinal(Name, other.Name);

    /// <inheritdoc/>
    public override string ToString() => Name ?? "nobody";

    /// <summary>Whether <paramref name="left"/> sorts before <paramref name="right"/>.</summary>
    public static bool operator <(NodeId left, NodeId right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> sorts before <paramref name="right"/> or equals it.</summary>
    public static bool operator <=(NodeId left, NodeId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> sorts behind <paramref name="right"/>.</summary>
    public static bool operator >(NodeId left, NodeId right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> sorts behind <paramref name="right"/> or equals it.</summary>
    public static bool operator >=(NodeId left, NodeId right) => left.CompareTo(right) >= 0;
}
