namespace MGen.Fitting.Labelling;

/// <summary>One of the user's own messages as a transition of the conversation machine.</summary>
internal readonly record struct LabelledMessage
{
    /// <summary>Whether the message belongs to a spell: the state after it.</summary>
    public bool Active { get; init; }

    /// <summary>Whether it was sent while idle: nothing before it belongs to the same spell.</summary>
    public bool SentWhileIdle { get; init; }

    /// <summary>Whether the user's previous message belongs to the same spell.</summary>
    public bool Continuing { get; init; }

    /// <summary>Whether the chat's previous message is the user's own; <c>null</c> if there is none.</summary>
    public bool? AfterOwn { get; init; }

    /// <summary>Time since the chat's previous message, in milliseconds; 0 if there is none.</summary>
    public long Gap { get; init; }

    /// <summary>
    /// Time since the user's previous message in the chat, in milliseconds; <c>null</c> if there is none.
    /// </summary>
    public long? OwnGap { get; init; }

    /// <summary>
    /// The longest gap between messages of any member since the user's previous message, or since the message that this
    /// one answers, in milliseconds.
    /// </summary>
    public long LongestSilence { get; init; }

    /// <summary>Time of sending, in milliseconds since 1970-01-01.</summary>
    public long Time { get; init; }

    /// <summary>Whether this message answers one that was received while idle and made the user active.</summary>
    public bool IsActivatedByReceive => Active && !SentWhileIdle && !Continuing;
}
