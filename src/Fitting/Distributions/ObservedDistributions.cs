namespace MGen.Fitting.Distributions;

/// <summary>
/// What was observed of a user: the input of the seven distributions. Each summary gives the paper's symbol.
/// </summary>
public sealed record ObservedDistributions
{
    /// <summary>i: time from a message to the next one if that was sent while idle, in seconds.</summary>
    public required EmpiricalDistribution IdleDelay { get; init; }

    /// <summary>w: lower bounds of the timeouts of the spells, in seconds.</summary>
    public required EmpiricalDistribution QuietTimeout { get; init; }

    /// <summary>a_s: while active, time from a message sent to the next one sent, in seconds.</summary>
    public required FittedDelay DelayAfterSend { get; init; }

    /// <summary>a_r: while active, time from a message received to the next one sent, in seconds.</summary>
    public required FittedDelay DelayAfterReceive { get; init; }

    /// <summary>m: sizes of the messages sent, in blocks.</summary>
    public required EmpiricalDistribution MessageBlocks { get; init; }

    /// <summary>Number of messages sent while idle.</summary>
    public required long SentWhileIdle { get; init; }

    /// <summary>Number of messages sent while idle that began a visible spell.</summary>
    public required long ActivatedBySend { get; init; }

    /// <summary>Number of messages received in minutes in which the user was not active.</summary>
    public required long ReceivedWhileIdle { get; init; }

    /// <summary>Number of messages received that began a visible spell.</summary>
    public required long ActivatedByReceive { get; init; }
}
