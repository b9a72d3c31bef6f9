using MGen.Fitting.Distributions;

namespace MGen.Fitting.Models;

/// <summary>Builds a model from observations. Parts without observations get the original's default values.</summary>
internal sealed class UserModelBuilder
{
    private readonly ObservedDistributions _observed;
    private readonly OriginalRules _rules;
    private readonly List<string> _assumed = [];
    private bool _hasData;

    private UserModelBuilder(ObservedDistributions distributions, OriginalRules rules)
    {
        _observed = distributions;
        _rules = rules;
    }

    /// <summary>Builds the model; <c>null</c> if no delay, no timeout and no activation was observed.</summary>
    public static UserModel? Build(ObservedDistributions distributions, OriginalRules rules)
    {
        UserModelBuilder builder = new(distributions, rules);
        UserModel model = builder.Build();
        return builder._hasData ? model : null;
    }

    private UserModel Build() =>
        new(
            Send(),
            Receive(),
            Observed("i", _observed.IdleDelay, ObservationCollector.NeverSeconds),
            Observed("w", _observed.QuietTimeout, 0), // No spell has two messages: return to idle immediately.
            Observed("a_s", _observed.DelayAfterSend.Distribution, ObservationCollector.NeverSeconds),
            Observed("a_r", _observed.DelayAfterReceive.Distribution, ObservationCollector.NeverSeconds),
            _observed.MessageBlocks,
            _assumed
        );

    private EmpiricalDistribution Observed(string symbol, EmpiricalDistribution distribution, long standIn)
    {
        if (distribution.Values.Count > 0)
        {
            _hasData = true;
            return distribution;
        }
        _assumed.Add(symbol);
        return EmpiricalDistribution.From([standIn]);
    }

    /// <summary>
    /// The probability s; 0 if no message was sent while idle. In that case the idle delay (i) is an hour, so s is
    /// hardly ever used.
    /// </summary>
    private double Send()
    {
        _hasData |= _observed.ActivatedBySend > 0;
        double visible = 1 - _observed.DelayAfterSend.NeverShare;
        return _observed.SentWhileIdle > 0
            ? Share(_observed.ActivatedBySend, _observed.SentWhileIdle, visible)
            : Assume("s", 0);
    }

    /// <summary>
    /// The probability r; 1 if no message was received while idle. The active state then determines what follows a
    /// message.
    /// </summary>
    private double Receive()
    {
        bool shareOfOthers = _rules.HasFlag(OriginalRules.ReceiveShare);
        long received = _observed.ReceivedWhileIdle + (shareOfOthers ? 0 : _observed.ActivatedByReceive);
        bool isUndefined = received == 0 || (shareOfOthers && _observed.ActivatedByReceive >= received);
        if (isUndefined)
            return Assume("r", 1);
        _hasData |= _observed.ActivatedByReceive > 0;
        double visible = (1 - _observed.DelayAfterReceive.NeverShare) * (1 - _observed.DelayAfterSend.NeverShare);
        return Share(_observed.ActivatedByReceive, received, visible);
    }

    /// <summary>
    /// The share of messages that activate. A spell is visible only from its second message on; a spell whose first
    /// delay exceeds the timeout looks like no spell. Therefore the observed share is divided by the probability that a
    /// spell is visible.
    /// </summary>
    private static double Share(long activated, long all, double visible) =>
        activated == 0 ? 0 : Math.Min(1, (double)activated / all / visible);

    private double Assume(string symbol, double value)
    {
        _assumed.Add(symbol);
        return value;
    }
}

/// <summary>A fitted user: the content of the seven files of a model directory.</summary>
/// <param name="ActivateOnSend">The probability s, from 0 to 1.</param>
/// <param name="ActivateOnReceive">The probability r, from 0 to 1.</param>
/// <param name="IdleDelay">The idle delay (i), in seconds. Like the other distributions, it is never empty.</param>
/// <param name="QuietTimeout">The quiet timeout (w), in seconds.</param>
/// <param name="DelayAfterSend">The delay after a message sent (a_s), in seconds.</param>
/// <param name="DelayAfterReceive">The delay after a message received (a_r), in seconds.</param>
/// <param name="MessageBlocks">The size of a message (m), in blocks of 160 bytes.</param>
/// <param name="Assumed">The symbols of the parts that are defaults, because nothing was observed.</param>
public sealed record UserModel(
    double ActivateOnSend,
    double ActivateOnReceive,
    EmpiricalDistribution IdleDelay,
    EmpiricalDistribution QuietTimeout,
    EmpiricalDistribution DelayAfterSend,
    EmpiricalDistribution DelayAfterReceive,
    EmpiricalDistribution MessageBlocks,
    IReadOnlyList<string> Assumed
);

/// <summary>The result of fitting one user.</summary>
/// <param name="User">The user's number in the <see cref="Chats.ChatSet"/>.</param>
/// <param name="Model">The model; <c>null</c> if no observation is usable.</param>
/// <param name="Observed">The observations.</param>
/// <param name="Chats">Number of chats to which the user sent a message.</param>
/// <param name="Messages">Number of messages sent by the user.</param>
/// <param name="Runs">Number of runs of minutes.</param>
/// <param name="Minutes">Total length of the runs in minutes.</param>
/// <param name="ActiveMinutes">Minutes labelled active.</param>
/// <param name="IdleRate">Messages per minute while idle, by the hidden Markov model.</param>
/// <param name="ActiveRate">Messages per minute while active, by the hidden Markov model.</param>
/// <param name="IdleToActive">Probability that an active minute follows an idle one.</param>
/// <param name="ActiveToIdle">Probability that an idle minute follows an active one.</param>
/// <param name="LogLikelihood">Log-likelihood of the chosen training; NaN if it is undefined.</param>
/// <param name="FailedStarts">Number of starting points whose training ended with an undefined likelihood.</param>
public sealed record FittedUser(
    int User,
    UserModel? Model,
    ObservedDistributions Observed,
    int Chats,
    long Messages,
    int Runs,
    int Minutes,
    int ActiveMinutes,
    double IdleRate,
    double ActiveRate,
    double IdleToActive,
    double ActiveToIdle,
    double LogLikelihood,
    int FailedStarts
);
