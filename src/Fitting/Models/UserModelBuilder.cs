using MGen.Fitting.Compatibility;
using MGen.Fitting.Laws;

namespace MGen.Fitting.Models;

/// <summary>Makes a model of what was observed, with the original's stand-ins for what was not.</summary>
internal sealed class UserModelBuilder
{
    private readonly ObservedLaws _laws;
    private readonly OriginalRules _rules;
    private readonly List<string> _assumed = [];
    private bool _hasData;

    private UserModelBuilder(ObservedLaws laws, OriginalRules rules) => (_laws, _rules) = (laws, rules);

    /// <summary>The model; <c>null</c> if no part of it would be an observation.</summary>
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
        Observed("w", _laws.QuietTimeout, 0), // no spell of two messages: straight back to idle
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

    /// <summary>Without a message sent while idle 0: then i is an hour, and the value is hardly ever used.</summary>
    private double Send()
    {
        _hasData |= _laws.ActivatedBySend > 0;
        double visible = 1 - _laws.DelayAfterSend.NeverShare;
        return _laws.SentWhileIdle > 0 ? Share(_laws.ActivatedBySend, _laws.SentWhileIdle, visible) : Assume("s", 0);
    }

    /// <summary>Without a message received while idle 1: the active state then sees what comes of it.</summary>
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
    /// The share of messages that activate. A spell of activity is visible by its second own message only; the others, in which a delay outlasted
    /// the spell before, look like none. So what is seen is divided by how often a spell is seen.
    /// </summary>
    private static double Share(long activated, long all, double visible) =>
        activated == 0 ? 0 : Math.Min(1, (double)activated / all / visible);

    private double Assume(string symbol, double value)
    {
        _assumed.Add(symbol);
        return value;
    }
}
