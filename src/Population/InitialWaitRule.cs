namespace MGen.Population;

/// <summary>How the time before a conversation's first message is drawn, and what it means to the conversation.</summary>
public enum InitialWaitRule
{
    /// <summary>
    /// The user has been idle for a while when the run begins: the wait is the rest of an idle time, as a stationary renewal process has it. An idle
    /// time is drawn with a chance in proportion to its length times its weight, and the wait is uniform within it. It takes the place of the first
    /// draw of i (<c>first_idle</c>).
    /// </summary>
    Residual,

    /// <summary>
    /// Each conversation begins in the state in which it is at a random moment: in the rest of an idle time (<c>first_idle</c>), or of a spell of activity
    /// (<c>first_active</c>). Needs <see cref="PopulationRequest.StartDraw"/>.
    /// </summary>
    Stationary,

    /// <summary>
    /// As the original's generator: a whole idle time, drawn with weights 30 + value x weight (the weights normalised), becomes the conversation's
    /// <c>bootstrap</c>, during which it is deaf; a full draw of i follows.
    /// </summary>
    Original,

    /// <summary>No wait: everybody begins with a full draw of i.</summary>
    None,
}
