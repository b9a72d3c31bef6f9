using MGen.Fitting.Labelling;
using MGen.Fitting.Models;
using MGen.Model.Conversations;

namespace MGen.Fitting.Distributions;

/// <summary>Collects the observations of the seven distributions from a user's labelled messages.</summary>
internal sealed class ObservationCollector
{
    /// <summary>
    /// The value, in seconds, of a delay that was not followed by a message before the spell ended: an hour, which is
    /// assumed to exceed every timeout.
    /// </summary>
    public const long NeverSeconds = 3_600;

    /// <summary>
    /// The share of the silences inside spells that every timeout must exceed. It is below 1 so that a single wrong
    /// label does not determine the result.
    /// </summary>
    private const double ToleratedShare = 0.99;

    private readonly OriginalRules _rules;
    private readonly bool _asOriginal;
    private readonly bool _isQuiet;
    private readonly SpellTimer _spells;
    private readonly ProductLimitEstimator _idle = new();
    private readonly ProductLimitEstimator _afterSend = new();
    private readonly ProductLimitEstimator _afterReceive = new();
    private readonly List<long> _tolerated = [];
    private readonly List<long> _blocks = [];
    private long _sentWhileIdle;
    private long _activatedBySend;
    private long _activatedByReceive;
    private long _received;
    private long _receivedWhileActive;

    public ObservationCollector(OriginalRules rules, ActiveTimeoutRule timeout)
    {
        _rules = rules;
        _spells = new SpellTimer(rules, timeout);
        _asOriginal = rules.HasFlag(OriginalRules.QuietTimeout);
        _isQuiet = timeout == ActiveTimeoutRule.Quiet && !_asOriginal;
    }

    /// <summary>Adds the messages and delays of one run.</summary>
    public void Add(RunLabeller run)
    {
        foreach (LabelledMessage message in run.Label())
            Add(message);
        foreach (Delay delay in run.Delays)
            Add(delay);
        if (!_rules.HasFlag(OriginalRules.QuietTimeout))
            // The original ends a spell only at the first message of the next one, even if that message is in another
            // chat. The rule QuietTimeout reproduces this error.
            _spells.End();
        _receivedWhileActive += run.ReceivedWhileActive;
    }

    /// <summary>Adds the number of messages received in one chat.</summary>
    public void AddReceived(long messages) => _received += messages;

    /// <summary>Adds the size of one message sent, in blocks.</summary>
    public void AddBlocks(long blocks) => _blocks.Add(blocks);

    public ObservedDistributions ToDistributions() =>
        new()
        {
            IdleDelay = _idle.ToDistribution(Math.Max(NeverSeconds, _idle.Longest)).Distribution,
            QuietTimeout = EmpiricalDistribution.From(Timeouts()),
            DelayAfterSend = _afterSend.ToDistribution(NeverSeconds),
            DelayAfterReceive = _afterReceive.ToDistribution(NeverSeconds),
            MessageBlocks = EmpiricalDistribution.From(_blocks),
            SentWhileIdle = _sentWhileIdle,
            ActivatedBySend = _activatedBySend,
            ReceivedWhileIdle = _received - _receivedWhileActive,
            ActivatedByReceive = _activatedByReceive,
        };

    /// <summary>
    /// The timeouts of all spells, in seconds. Only lower bounds of them are observed. Under the quiet rule, if the
    /// lower bounds were drawn as timeouts, spells would end at delays that in reality did not end them. Therefore
    /// under this rule no timeout is shorter than the <see cref="ToleratedShare"/> quantile of all silences observed
    /// inside spells.
    /// </summary>
    private IEnumerable<long> Timeouts()
    {
        if (!_isQuiet || _tolerated.Count == 0)
            return _spells.Seconds;
        long floor = EmpiricalDistribution.From(_tolerated).Quantile(ToleratedShare) + 1;
        return _spells.Seconds.Select(timeout => Math.Max(timeout, floor));
    }

    private void Add(in LabelledMessage message)
    {
        _spells.Add(message);
        if (message.IsActivatedByReceive)
            AddActivatedByReceive(message);
        if (message.SentWhileIdle)
            AddIdle(message);
        else
            _tolerated.Add(Seconds(message.LongestSilence));
    }

    private void Add(in Delay delay)
    {
        ProductLimitEstimator distribution = delay.AfterOwn ? _afterSend : _afterReceive;
        if (delay.Outcome is DelayOutcome.Sent or DelayOutcome.SentAndRevealedSpell)
            distribution.AddSeen(ActiveSeconds(delay.Milliseconds), delay.Outcome == DelayOutcome.SentAndRevealedSpell);
        else if (delay.Outcome == DelayOutcome.Overtaken && !_asOriginal)
            distribution.AddCut(Seconds(delay.Milliseconds));
        else if (delay.Outcome == DelayOutcome.Outlasted && _isQuiet)
            distribution.AddNever();
    }

    private void AddIdle(in LabelledMessage message)
    {
        _sentWhileIdle++;
        _activatedBySend += message.Active ? 1 : 0;
        if (message.OwnGap is { } gap)
            _idle.AddSeen(Seconds(gap));
    }

    /// <summary>
    /// Adds a message that answers a received message. The idle delay that was running is censored at the time of the
    /// received message, except in the original.
    /// </summary>
    private void AddActivatedByReceive(in LabelledMessage message)
    {
        _activatedByReceive++;
        if (!_asOriginal && message.OwnGap is { } gap)
            _idle.AddCut(Seconds(gap - message.Gap));
    }

    /// <summary>
    /// A delay in whole seconds, at least one: if all delays were 0, a simulated user would send without end at one
    /// instant. Under <see cref="OriginalRules.CutSeconds"/> the delay may be 0, as in the original.
    /// </summary>
    private long ActiveSeconds(long milliseconds) =>
        Math.Max(Seconds(milliseconds), _rules.HasFlag(OriginalRules.CutSeconds) ? 0 : 1);

    private long Seconds(long milliseconds) =>
        _rules.HasFlag(OriginalRules.CutSeconds)
            ? WholeTime.CutToSeconds(milliseconds)
            : WholeTime.RoundToSeconds(milliseconds);
}

/// <summary>
/// The observations of one user, from which the seven distributions are made. The summaries of the distributions give
/// the paper's symbols.
/// </summary>
public sealed record ObservedDistributions
{
    /// <summary>
    /// The idle delay (i): time from a message of the user to the user's next message, if that next one was sent while
    /// idle, in seconds.
    /// </summary>
    public required EmpiricalDistribution IdleDelay { get; init; }

    /// <summary>
    /// The quiet timeout (w): estimates of the timeouts of the spells, from their lower bounds, in seconds.
    /// </summary>
    public required EmpiricalDistribution QuietTimeout { get; init; }

    /// <summary>
    /// The delay after a send (a_s): while active, time from a message sent to the next one sent, in seconds.
    /// </summary>
    public required FittedDelay DelayAfterSend { get; init; }

    /// <summary>
    /// The delay after a receive (a_r): while active, time from a message received to the next one sent, in seconds.
    /// </summary>
    public required FittedDelay DelayAfterReceive { get; init; }

    /// <summary>The message sizes (m): sizes of the messages sent, in blocks.</summary>
    public required EmpiricalDistribution MessageBlocks { get; init; }

    /// <summary>Number of messages sent while idle.</summary>
    public required long SentWhileIdle { get; init; }

    /// <summary>Number of messages sent while idle after which the labels show a spell.</summary>
    public required long ActivatedBySend { get; init; }

    /// <summary>Number of messages received in minutes in which the user was not active.</summary>
    public required long ReceivedWhileIdle { get; init; }

    /// <summary>Number of messages received while idle after which the labels show a spell.</summary>
    public required long ActivatedByReceive { get; init; }
}
