namespace MGen.Contract;

/// <summary>The two kinds of client that a group has.</summary>
public enum ClientKind
{
    /// <summary>The original's wire format: only the kernels know what arrived.</summary>
    Plain,

    /// <summary>Says on each new connection how many frames it has.</summary>
    Resuming,
}
