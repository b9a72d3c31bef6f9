namespace MGen.Fitting.Spells;

/// <summary>The model of a user during the training: the parts of the conversation machine, as densities.</summary>
/// <param name="activateOnSend">s.</param>
/// <param name="activateOnReceive">r.</param>
/// <param name="timeouts">w: the probability of each of <see cref="TimeoutGrid"/>.</param>
/// <param name="idleDelay">i.</param>
/// <param name="afterSend">a_s.</param>
/// <param name="afterReceive">a_r.</param>
internal sealed class SpellModel(
    double activateOnSend,
    double activateOnReceive,
    double[] timeouts,
    DelayCurve idleDelay,
    DelayCurve afterSend,
    DelayCurve afterReceive
)
{
    private readonly double[] _outlastsSend = Outlasts(afterSend);
    private readonly double[] _outlastsReceive = Outlasts(afterReceive);

    /// <summary>w: the probability of each of <see cref="TimeoutGrid"/>.</summary>
    public double[] Timeouts => timeouts;

    /// <summary>i.</summary>
    public DelayCurve IdleDelay => idleDelay;

    /// <summary>a_s or a_r.</summary>
    public DelayCurve After(bool own) => own ? afterSend : afterReceive;

    /// <summary>s or r.</summary>
    public double Activate(bool own) => own ? activateOnSend : activateOnReceive;

    /// <summary>The share of a_s or a_r that exceeds each timeout.</summary>
    public double[] Outlasts(bool own) => own ? _outlastsSend : _outlastsReceive;

    private static double[] Outlasts(DelayCurve delay) =>
        [.. Enumerable.Range(0, TimeoutGrid.Count).Select(k => delay.LongerThanBinsBefore(TimeoutGrid.Bin(k)))];
}
