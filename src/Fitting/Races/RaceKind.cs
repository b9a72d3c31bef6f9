namespace MGen.Fitting.Races;

/// <summary>The kinds of messages in the race for a chat's next message.</summary>
internal enum RaceKind
{
    /// <summary>Sent after another member's message, within a burst.</summary>
    Answer,

    /// <summary>Sent after an own message, within a burst.</summary>
    Continue,

    /// <summary>Ends a silence.</summary>
    Begin,
}
