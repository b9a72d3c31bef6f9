namespace MGen.Groups;

/// <summary>What a connection has for its group.</summary>
public enum EntryKind
{
    /// <summary>A message or receipt that the client sent.</summary>
    Frame,

    /// <summary>The connection is there; the first entry of each connection.</summary>
    Join,

    /// <summary>The connection has room again after it refused a frame.</summary>
    Ready,

    /// <summary>The connection has ended; its last entry.</summary>
    Leave,
}
