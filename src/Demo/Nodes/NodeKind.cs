namespace MGen.Demo.Nodes;

/// <summary>The role of a process in a cluster. The summary has these names in lower case.</summary>
internal enum NodeKind
{
    /// <summary><c>mgen-silo</c>: holds groups.</summary>
    Silo,

    /// <summary><c>mgen-gateway</c>: serves clients.</summary>
    Gateway,
}
