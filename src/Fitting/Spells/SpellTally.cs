namespace MGen.Fitting.Spells;

/// <summary>The expected number of each of the machine's moves and draws, given the observations.</summary>
/// <param name="keepsValues">Whether distributions will be built from it.</param>
internal sealed class SpellTally(bool keepsValues)
{
    /// <summary>
    /// Number of delays of each kind while active that are added as never ending: enough to keep the probability
    /// positive.
    /// </summary>
    private const double Endless = 0.5;

    /// <summary>i.</summary>
    public DelayTally IdleDelay { get; } = new(keepsValues, endless: 0);

    /// <summary>a_s.</summary>
    public DelayTally AfterSend { get; } = new(keepsValues, Endless);

    /// <summary>a_r.</summary>
    public DelayTally AfterReceive { get; } = new(keepsValues, Endless);

    /// <summary>Number of spells by timeout.</summary>
    public double[] Timeouts { get; } = new double[TimeoutGrid.Count];

    /// <summary>Number of messages sent while idle.</summary>
    public double SentWhileIdle { get; private set; }

    /// <summary>Number of messages sent while idle that made the user active.</summary>
    public double ActivatedBySend { get; private set; }

    /// <summary>Number of messages received while idle.</summary>
    public double ReceivedWhileIdle { get; private set; }

    /// <summary>Number of messages received while idle that made the user active.</summary>
    public double ActivatedByReceive { get; private set; }

    /// <summary>Log-likelihood of all observations.</summary>
    public double LogLikelihood { get; set; }

    /// <summary>a_s or a_r.</summary>
    public DelayTally After(bool own) => own ? AfterSend : AfterReceive;

    /// <summary>Adds a message sent or received while idle.</summary>
    /// <param name="own">Whether it was sent.</param>
    /// <param name="idle">Probability that the user was idle.</param>
    /// <param name="activated">Probability that the user was idle and became active.</param>
    public void AddIdle(bool own, double idle, double activated)
    {
        if (own)
        {
            SentWhileIdle = SentWhileIdle + idle;
            ActivatedBySend = ActivatedBySend + activated;
        }
        else
        {
            ReceivedWhileIdle = ReceivedWhileIdle + idle;
            ActivatedByReceive = ActivatedByReceive + activated;
        }
    }
}
