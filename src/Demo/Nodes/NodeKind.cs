namespace MGen.Demo.Nodes;

/// <summary>What a process of a cluster does. The summary writes these names in lower case.</summary>
internal enum NodeKind
{
    /// <summary><c>mgen-silo</c>: holds groups.</summary>
    Silo,

    /// <summary><c>mgen-gateway</c>: serves clients.</summary>
    Gateway,
}
