using MGen.Fitting.Compatibility;
using MGen.Fitting.Laws;

namespace MGen.Fitting.Models;

/// <summary>Builds a model from observations. Parts without observations get the original's default values.</summary>
internal sealed class UserModelBuilder
{
    private readonly ObservedLaws _laws;
    private readonly OriginalRules _rules;
    private readonly List<string> _assumed = [];
    private bool _hasData;

    private UserModelBuilder(ObservedLaws laws, OriginalRules rules) => (_laws, _rules) = (laws, rules);

    /// <summary>Builds the model; <c>null</c> if every part would be a default.</summary>
    public static UserModel? Build(ObservedLaws laws, OriginalRules rules)
    {
        UserModelBuilder builder = new(laws, rules);
        UserModel model = builder.Build();
        return builder._hasData ? model : null;
    }

    private UserModel Build() => new(
        Send(),
        Receive(),
        Observed("i", _laws.IdleDelay, LawCollector.NeverSeconds),
        Observed("w", _laws.QuietTimeout, 0), // No spell has two messages: return to idle at once.
        Observed("a_s", _laws.DelayAfterSend.Law, LawCollector.NeverSeconds),
        Observed("a_r", _laws.DelayAfterReceive.Law, LawCollector.NeverSeconds),
        _laws.MessageBlocks,
        _assumed);

    private EmpiricalLaw Observed(string symbol, EmpiricalLaw law, long standIn)
    {
        if (law.Values.Count > 0)
        {
            _hasData = true;
            return law;
        }
        _assumed.Add(symbol);
        return EmpiricalLaw.Of([standIn]);
    }

    /// <summary>s; 0 without messages sent while idle. In that case i is an hour, and s is hardly ever used.</summary>
    private double Send()
    {
        _hasData |= _laws.ActivatedBySend > 0;
        double visible = 1 - _laws.DelayAfterSend.NeverShare;
        return _laws.SentWhileIdle > 0 ? Share(_laws.ActivatedBySend, _laws.SentWhileIdle, visible) : Assume("s", 0);
    }

    /// <summary>
    /// r; 1 without messages received while idle. The active state then determines what follows a message.
    /// </summary>
    private double Receive()
    {
        bool shareOfOthers = _rules.HasFlag(OriginalRules.ReceiveShare);
        long received = _laws.ReceivedWhileIdle + (shareOfOthers ? 0 : _laws.ActivatedByReceive);
        bool isUndefined = received == 0 || (shareOfOthers && _laws.ActivatedByReceive >= received);
        if (isUndefined)
            return Assume("r", 1);
        _hasData |= _laws.ActivatedByReceive > 0;
        double visible = (1 - _laws.DelayAfterReceive.NeverShare) * (1 - _laws.DelayAfterSend.NeverShare);
        return Share(_laws.ActivatedByReceive, received, visible);
    }

    /// <summary>
    /// The share of messages that activate. A spell is visible only from its second message on; a spell whose first
    /// delay exceeds the timeout looks like none. Therefore the observed share is divided by the probability that a
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
