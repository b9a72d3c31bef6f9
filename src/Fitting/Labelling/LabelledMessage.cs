namespace MGen.Fitting.Labelling;

/// <summary>One of the user's own messages, seen as a move of the conversation's machine.</summary>
internal readonly record struct LabelledMessage
{
    /// <summary>Whether it is part of a spell of activity: the state after it.</summary>
    public bool Active { get; init; }

    /// <summary>Whether it was sent while idle: nothing before it belongs to the same spell.</summary>
    public bool SentWhileIdle { get; init; }

    /// <summary>Whether the user's previous message belongs to the same spell.</summary>
    public bool Continuing { get; init; }

    /// <summary>Whether the chat's previous message is the user's own; <c>null</c> if there is none.</summary>
    public bool? AfterOwn { get; init; }

    /// <summary>Time since the chat's previous message, in milliseconds; 0 if there is none.</summary>
    public long Gap { get; init; }

    /// <summary>Time since the user's previous message in the chat, in milliseconds; <c>null</c> if there is none to count from.</summary>
    public long? OwnGap { get; init; }

    /// <summary>The longest silence of anybody since the user's previous message, or since the one that this replies to, in milliseconds.</summary>
    public long LongestSilence { get; init; }

    /// <summary>When it was sent, in milliseconds since 1970.</summary>
    public long Time { get; init; }

    /// <summary>Whether this message answered one that was received while idle and made the user active.</summary>
    public bool IsActivatedByReceive => Active && !SentWhileIdle && !Continuing;
}
