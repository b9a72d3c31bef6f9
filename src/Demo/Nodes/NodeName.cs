namespace MGen.Demo.Nodes;

/// <summary>Identifies a process of a cluster.</summary>
/// <param name="Kind">Its role.</param>
/// <param name="Number">Its number among those of its role, from 1.</param>
internal readonly record struct NodeName(NodeKind Kind, int Number)
{
    /// <summary>The program's name.</summary>
    public string Program => Kind == NodeKind.Silo ? "mgen-silo" : "mgen-gateway";

    /// <summary>Name of its event log.</summary>
    public string LogFile => FormattableString.Invariant($"{Program}-{Number}.log");

    /// <summary>Name of the file with its diagnostics.</summary>
    public string DiagnosticsFile => FormattableString.Invariant($"{Program}-{Number}.txt");

    /// <summary><c>silo 1</c></summary>
    public override string ToString() =>
        FormattableString.Invariant($"{(Kind == NodeKind.Silo ? "silo" : "gateway")} {Number}");
}

/// <summary>The role of a process in a cluster. The summary has these names in lower case.</summary>
internal enum NodeKind
{
    /// <summary><c>mgen-silo</c>: holds groups.</summary>
    Silo,

    /// <summary><c>mgen-gateway</c>: serves clients.</summary>
    Gateway,
}
