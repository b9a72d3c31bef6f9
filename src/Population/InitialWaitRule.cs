namespace MGen.Population;

/// <summary>
/// How the time before a conversation's first message is drawn, and what it means for the conversation.
/// </summary>
public enum InitialWaitRule
{
    /// <summary>
    /// The user is in an idle time when the run begins: the wait is its remainder, as in a stationary renewal process.
    /// An idle time is drawn with probability proportional to its length times its weight, and the wait is uniform
    /// within it. It replaces the first draw of i (<c>first_idle</c>).
    /// </summary>
    Residual,

    /// <summary>
    /// Each conversation begins in the state that it has at a random moment: in the remainder of an idle time
    /// (<c>first_idle</c>), or in a spell (<c>first_active</c>). Requires <see cref="PopulationRequest.StartDraw"/>.
    /// </summary>
    Stationary,

    /// <summary>
    /// As in the original's generator: a whole idle time, drawn with weights 30 + value x weight (normalised weights),
    /// becomes the conversation's <c>bootstrap</c>, during which it receives nothing; a full draw of i follows.
    /// </summary>
    Original,

    /// <summary>No wait: every conversation begins with a full draw of i.</summary>
    None,
}
