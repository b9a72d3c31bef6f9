namespace MGen.Links;

/// <summary>What a message on a link is. Values below <see cref="FirstRequest"/> belong to links themselves; those from there on to whoever sends requests.</summary>
internal enum LinkMessage : byte
{
    /// <summary>The first message of the side that dialled: cluster, its own identity, the member that it wants to reach.</summary>
    Hello,

    /// <summary>The answer to a request.</summary>
    Answer,

    /// <summary>A request failed there; the reason in words.</summary>
    Failure,

    /// <summary>The first number of the owners' requests.</summary>
    FirstRequest = 16,
}
