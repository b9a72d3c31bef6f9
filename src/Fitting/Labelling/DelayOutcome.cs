namespace MGen.Fitting.Labelling;

/// <summary>What became of a delay that an active user drew.</summary>
internal enum DelayOutcome
{
    /// <summary>It passed, and the message was sent.</summary>
    Sent,

    /// <summary>It passed, and the message made the spell of activity visible: spells in which it did not pass look like none.</summary>
    SentAsSelected,

    /// <summary>Somebody else's message came first, and a new delay was drawn: it would have been longer than what is known of it.</summary>
    Overtaken,

    /// <summary>The spell of activity ended first: it would have been longer than the timeout.</summary>
    Outlasted,
}
