namespace MGen.Fitting.Spells;

/// <summary>How often the machine is expected to have made each of its moves and draws, given what was seen of it.</summary>
/// <param name="keepsValues">Whether laws will be made of it.</param>
internal sealed class SpellTally(bool keepsValues)
{
    /// <summary>Half a delay of each kind while active never passes: enough to be found should all others have.</summary>
    private const double Endless = 0.5;

    /// <summary>i.</summary>
    public DelayTally IdleDelay { get; } = new(keepsValues, endless: 0);

    /// <summary>a_s.</summary>
    public DelayTally AfterSend { get; } = new(keepsValues, Endless);

    /// <summary>a_r.</summary>
    public DelayTally AfterReceive { get; } = new(keepsValues, Endless);

    /// <summary>Spells by their timeout.</summary>
    public double[] Timeouts { get; } = new double[TimeoutGrid.Count];

    /// <summary>Messages sent while idle.</summary>
    public double SentWhileIdle { get; private set; }

    /// <summary>Those of them that made the user active.</summary>
    public double ActivatedBySend { get; private set; }

    /// <summary>Messages received while idle.</summary>
    public double ReceivedWhileIdle { get; private set; }

    /// <summary>Those of them that made the user active.</summary>
    public double ActivatedByReceive { get; private set; }

    /// <summary>Logarithm of how likely all that was seen is.</summary>
    public double LogLikelihood { get; set; }

    /// <summary>a_s or a_r.</summary>
    public DelayTally After(bool own) => own ? AfterSend : AfterReceive;

    /// <summary>A message sent or received while idle.</summary>
    /// <param name="own">Whether it was sent.</param>
    /// <param name="idle">The probability that the user was idle.</param>
    /// <param name="activated">The probability that the user was idle and became active.</param>
    public void AddIdle(bool own, double idle, double activated)
    {
        if (own)
            (SentWhileIdle, ActivatedBySend) = (SentWhileIdle + idle, ActivatedBySend + activated);
        else
            (ReceivedWhileIdle, ActivatedByReceive) = (ReceivedWhileIdle + idle, ActivatedByReceive + activated);
    }
}
