namespace MGen.Fitting.Races;

/// <summary>What a member does in the race for a chat's next message.</summary>
internal enum RaceKind
{
    /// <summary>Sends after somebody else's message, while the talk goes on.</summary>
    Answer,

    /// <summary>Sends after an own message, while the talk goes on.</summary>
    Continue,

    /// <summary>Ends a silence.</summary>
    Begin,
}
