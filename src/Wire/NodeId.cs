namespace MGen.Wire;

/// <summary>
/// The identity of one process of a cluster. A process that restarts gets a new one. Names are compared ordinally, so
/// that all members sort them alike.
/// </summary>
/// <param name="Name">
/// Unique within the cluster. For a member of an Orleans cluster it is the text of its silo address, generation
/// included.
/// </param>
public readonly record struct NodeId(string Name) : IComparable<NodeId>
{
    /// <summary>Whether this is an identity and not the default value.</summary>
    public bool IsSet => Name is not null;

    /// <inheritdoc/>
    public int CompareTo(NodeId other) => string.CompareOrdinal(Name, other.Name);

    /// <inheritdoc/>
    public override string ToString() => Name ?? "none";

    /// <summary>Whether <paramref name="left"/> sorts before <paramref name="right"/>.</summary>
    public static bool operator <(NodeId left, NodeId right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> sorts before <paramref name="right"/> or equals it.</summary>
    public static bool operator <=(NodeId left, NodeId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> sorts after <paramref name="right"/>.</summary>
    public static bool operator >(NodeId left, NodeId right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> sorts after <paramref name="right"/> or equals it.</summary>
    public static bool operator >=(NodeId left, NodeId right) => left.CompareTo(right) >= 0;
}
