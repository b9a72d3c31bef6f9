using MGen.Fitting.Compatibility;
using MGen.Fitting.Laws;

namespace MGen.Fitting.Models;

/// <summary>Makes a model of what was observed, with the original's stand-ins for what was not.</summary>
internal sealed class UserModelBuilder
{
    /// <summary>The delay of somebody who was never seen to send in this way: an hour, longer than any spell of activity.</summary>
    private const long NeverSeconds = 3_600;

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
        Observed("i", _laws.IdleDelay, NeverSeconds),
        Observed("w", _laws.QuietTimeout, 0), // no spell of two messages: straight back to idle
        Observed("a_s", _laws.DelayAfterSend, NeverSeconds),
        Observed("a_r", _laws.DelayAfterReceive, NeverSeconds),
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
        return _laws.SentWhileIdle > 0 ? (double)_laws.ActivatedBySend / _laws.SentWhileIdle : Assume("s", 0);
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
        return (double)_laws.ActivatedByReceive / received;
    }

    private double Assume(string symbol, double value)
    {
        _assumed.Add(symbol);
        return value;
    }
}
