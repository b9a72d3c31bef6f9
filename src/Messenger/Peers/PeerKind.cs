namespace MGen.Messenger.Peers;

/// <summary>What is known of the program at the other end.</summary>
internal enum PeerKind
{
    /// <summary>It has not spoken yet.</summary>
    Unknown,

    /// <summary>It stamps its frames as we do: it can be told, and tells, what has arrived.</summary>
    Ours,

    /// <summary>It does not stamp: an original. It reads one connection at a time, the one it writes on.</summary>
    Original,
}
