namespace MGen.Fitting.Laws;

/// <summary>What a user was seen to do: the raw material of the seven laws. The paper's symbol is given for each.</summary>
public sealed record ObservedLaws
{
    /// <summary>i: from a message sent to the next one, if that was sent while idle; seconds.</summary>
    public required EmpiricalLaw IdleDelay { get; init; }

    /// <summary>w: what each spell of activity tolerated; seconds.</summary>
    public required EmpiricalLaw QuietTimeout { get; init; }

    /// <summary>a_s: while active, from an own message to the next; seconds.</summary>
    public required FittedDelay DelayAfterSend { get; init; }

    /// <summary>a_r: while active, from a message received to the own one after it; seconds.</summary>
    public required FittedDelay DelayAfterReceive { get; init; }

    /// <summary>m: sizes of messages sent; blocks.</summary>
    public required EmpiricalLaw MessageBlocks { get; init; }

    /// <summary>Messages sent while idle.</summary>
    public required long SentWhileIdle { get; init; }

    /// <summary>Those of them that began a visible spell of activity.</summary>
    public required long ActivatedBySend { get; init; }

    /// <summary>Messages received in minutes in which the user was not active.</summary>
    public required long ReceivedWhileIdle { get; init; }

    /// <summary>Messages received that began a visible spell of activity.</summary>
    public required long ActivatedByReceive { get; init; }
}
