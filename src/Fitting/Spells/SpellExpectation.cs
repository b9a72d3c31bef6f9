namespace MGen.Fitting.Spells;

/// <summary>
/// What the conversation machine (<c>src/Model/Conversations</c>) is expected to have done in a chat, given when a user sent and received: the
/// forward-backward pass over its states after each event, which are idle, and active with each timeout of <see cref="TimeoutGrid"/>. One
/// object serves one thread.
/// </summary>
/// <remarks>
/// An active user whose silence outlasts the timeout is idle from then on, so that the idle delay counts from there. Where several such moments
/// are possible, it counts from their mean: the one approximation.
/// </remarks>
internal sealed class SpellExpectation
{
    /// <summary>Keeps quotients finite where the model holds what was seen for impossible.</summary>
    private const double Tiny = 1e-300;

    /// <summary>How likely the passage at hand is for a user who left during it, by the timeout.</summary>
    private readonly double[] _leaving = new double[TimeoutGrid.Count];

    /// <summary>How likely what follows is, given the state after the event at hand and the one after it.</summary>
    private readonly double[] _future = new double[TimeoutGrid.Count];
    private readonly double[] _later = new double[TimeoutGrid.Count];

    /// <summary>After each event, given what was before: the probability of being active with each timeout, of being idle, and since when idle.</summary>
    private readonly double[] _active;
    private readonly double[] _idle;
    private readonly double[] _idleSince;

    private SpellModel _model;
    private SpellTally _tally;

    /// <param name="model">What is known of the user.</param>
    /// <param name="mostEvents">Most events of a stretch.</param>
    public SpellExpectation(SpellModel model, int mostEvents)
    {
        (_model, _tally) = (model, new SpellTally(keepsValues: false));
        (_active, _idle, _idleSince) = (new double[mostEvents * TimeoutGrid.Count], new double[mostEvents], new double[mostEvents]);
    }

    /// <summary>The expectations of all stretches together.</summary>
    /// <param name="model">What is known of the user.</param>
    /// <param name="chats">The stretches.</param>
    /// <param name="keepsValues">Whether laws will be made of it.</param>
    public SpellTally Run(SpellModel model, IReadOnlyList<ChatEvents> chats, bool keepsValues)
    {
        (_model, _tally) = (model, new SpellTally(keepsValues));
        foreach (ChatEvents chat in chats)
            Add(chat);
        return _tally;
    }

    private void Add(ChatEvents chat)
    {
        double activate = _model.Activate(chat.IsOwn(0));
        ActiveWeights.Scale(_model.Timeouts, activate, Active(0));
        (_idle[0], _idleSince[0]) = (1 - activate, 0);
        for (int i = 0; i + 1 < chat.Count; i++)
            Forward(chat, i);
        double futureIdle = 1;
        for (int i = chat.Count - 1; i >= 0; i--)
            futureIdle = Backward(chat, i, futureIdle);
        AddArrival(chat.IsOwn(0), 1, Arrive(chat.IsOwn(0), _future, futureIdle), _future);
    }

    private Span<double> Active(int index) => _active.AsSpan(index * TimeoutGrid.Count, TimeoutGrid.Count);

    /// <summary>How likely what happened after an event is, for each way to have spent the time; fills <see cref="_leaving"/>.</summary>
    private Passage Pass(ChatEvents chat, int i)
    {
        double gap = chat.Gap(i);
        bool afterOwn = chat.IsOwn(i);
        bool endsInOwn = i + 1 < chat.Count && chat.IsOwn(i + 1);
        DelayCurve active = _model.After(afterOwn);
        double[] outlasts = _model.Outlasts(afterOwn);
        double idleBefore = Math.Max(chat.Seconds(i) - _idleSince[i], 0);
        double idle = Idling(idleBefore + gap, endsInOwn) / Math.Max(_model.IdleDelay.Longer(idleBefore), Tiny);
        int staying = TimeoutGrid.FirstAbove(gap);
        for (int k = 0; k < staying; k++)
            _leaving[k] = outlasts[k] * Idling(gap - TimeoutGrid.Seconds[k], endsInOwn);
        return new Passage(gap, afterOwn, endsInOwn, staying, endsInOwn ? active.Density(gap) : active.Longer(gap), idleBefore + gap, idle);
    }

    private double Idling(double seconds, bool ends) => ends ? _model.IdleDelay.Density(seconds) : _model.IdleDelay.Longer(seconds);

    /// <summary>From the state after event <paramref name="i"/> to the one after the next.</summary>
    private void Forward(ChatEvents chat, int i)
    {
        Passage passage = Pass(chat, i);
        ReadOnlySpan<double> before = Active(i);
        double idle = _idle[i] * passage.Idle;
        double since = _idleSince[i] * idle;
        for (int k = 0; k < passage.Staying; k++)
        {
            double left = before[k] * _leaving[k];
            idle += left;
            since += left * (chat.Seconds(i) + TimeoutGrid.Seconds[k]);
        }
        _idleSince[i + 1] = passage.EndsInOwn || !(idle > Tiny) ? chat.Seconds(i + 1) : since / idle;
        double total = idle + (passage.Stay * ActiveWeights.Sum(before[passage.Staying..]));
        if (!(total > Tiny))
            (idle, total) = (Tiny, Tiny); // impossible under the model: as if the user had been idle
        double activate = _model.Activate(passage.EndsInOwn);
        Span<double> after = Active(i + 1);
        ActiveWeights.Scale(_model.Timeouts, idle * activate / total, after);
        ActiveWeights.AddScaled(before[passage.Staying..], passage.Stay / total, after[passage.Staying..]);
        _idle[i + 1] = idle * (1 - activate) / total;
        _tally.LogLikelihood += Math.Log(total);
    }

    /// <summary>Moves <see cref="_future"/> back over the passage after event <paramref name="i"/>, and counts what happened in that.</summary>
    /// <returns>How likely what follows the event is for an idle user.</returns>
    private double Backward(ChatEvents chat, int i, double laterIdle)
    {
        bool isEnd = i + 1 == chat.Count;
        _future.CopyTo(_later, 0);
        Passage passage = Pass(chat, i);
        if (isEnd)
            _later.AsSpan().Fill(1);
        Arrival arrival = isEnd ? Arrival.End : Arrive(passage.EndsInOwn, _later, laterIdle);
        ActiveWeights.Scale(_leaving.AsSpan(0, passage.Staying), arrival.Worth, _future);
        ActiveWeights.Scale(_later.AsSpan(passage.Staying), passage.Stay, _future.AsSpan(passage.Staying));
        double futureIdle = passage.Idle * arrival.Worth;
        double total = (_idle[i] * futureIdle) + ActiveWeights.Dot(Active(i), _future);
        if (!(total > Tiny))
        {
            _future.AsSpan().Fill(1);
            return 1;
        }
        double idle = _idle[i] * futureIdle / total;
        if (i >= chat.FirstOwn)
            AddIdleDelay(passage, passage.IdleFor, idle, arrival);
        idle += Count(passage, Active(i), 1 / total, arrival);
        if (!isEnd)
            AddArrival(passage.EndsInOwn, idle, arrival, _later);
        double scale = 1 / (futureIdle + ActiveWeights.Sum(_future));
        ActiveWeights.Scale(_future, scale, _future);
        return futureIdle * scale;
    }

    /// <summary>Counts the delays of a user who was active at the begin of a passage.</summary>
    /// <param name="passage">The passage.</param>
    /// <param name="before">The probabilities of the timeouts at its begin, given what was before.</param>
    /// <param name="scale">Makes probabilities of their products with <see cref="_future"/>.</param>
    /// <param name="arrival">What its end leads to.</param>
    /// <returns>The probability that the user left during the passage.</returns>
    private double Count(in Passage passage, ReadOnlySpan<double> before, double scale, in Arrival arrival)
    {
        DelayTally delays = _tally.After(passage.AfterOwn);
        double stayed = scale * ActiveWeights.Dot(before[passage.Staying..], _future.AsSpan(passage.Staying));
        if (passage.EndsInOwn)
            delays.AddSeen(passage.Gap, stayed);
        else
            delays.AddCut(passage.Gap, stayed);
        double all = 0;
        for (int k = 0; k < passage.Staying; k++)
        {
            double left = before[k] * _future[k] * scale;
            delays.AddOutlasted(TimeoutGrid.Bin(k), left);
            AddIdleDelay(passage, passage.Gap - TimeoutGrid.Seconds[k], left, arrival);
            all += left;
        }
        return all;
    }

    /// <summary>An idle delay that ran at the end of a passage: it ended there if that is an own message, and was cut short if the message received activated.</summary>
    private void AddIdleDelay(in Passage passage, double seconds, double probability, in Arrival arrival)
    {
        if (passage.EndsInOwn)
            _tally.IdleDelay.AddSeen(seconds, probability);
        else
            _tally.IdleDelay.AddCut(seconds, probability * arrival.Activated);
    }

    /// <summary>What a message leads to for a user who was idle when it came or went.</summary>
    private Arrival Arrive(bool own, ReadOnlySpan<double> future, double futureIdle)
    {
        double activate = _model.Activate(own);
        double active = activate * ActiveWeights.Dot(_model.Timeouts, future);
        double worth = Math.Max(active + ((1 - activate) * futureIdle), Tiny);
        return new Arrival(worth, active / worth, activate / worth);
    }

    private void AddArrival(bool own, double idle, in Arrival arrival, ReadOnlySpan<double> future)
    {
        _tally.AddIdle(own, idle, idle * arrival.Activated);
        double factor = idle * arrival.PerTimeout;
        for (int k = 0; k < future.Length; k++)
            _tally.Timeouts[k] += factor * _model.Timeouts[k] * future[k];
    }
}
