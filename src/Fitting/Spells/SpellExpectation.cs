namespace MGen.Fitting.Spells;

/// <summary>
/// The expectation step of the training: computes what the conversation machine (<c>src/Model/Conversations</c>) did in
/// a chat, given the times of messages sent and received. It is the forward-backward algorithm over the machine's
/// states after each event, which are idle, and active with each timeout of <see cref="TimeoutGrid"/>. One object
/// serves one thread.
/// </summary>
/// <remarks>
/// A user whose silence exceeds the timeout becomes idle at that moment, and the idle delay starts there. If several
/// such moments are possible, their mean is used: the only approximation.
/// </remarks>
internal sealed class SpellExpectation
{
    /// <summary>Keeps quotients finite where the observation is impossible under the model.</summary>
    private const double Tiny = 1e-300;

    /// <summary>Likelihood of the current passage for a user who became idle during it, by timeout.</summary>
    private readonly double[] _leaving = new double[TimeoutGrid.Count];

    /// <summary>
    /// By timeout, the likelihood of everything that follows for a user who is active after the current event
    /// (<c>_future</c>) or after the next one (<c>_later</c>).
    /// </summary>
    private readonly double[] _future = new double[TimeoutGrid.Count];
    private readonly double[] _later = new double[TimeoutGrid.Count];

    /// <summary>
    /// After each event, given everything before it: the probability of being active with each timeout, the probability
    /// of being idle, and the expected start of the idle time.
    /// </summary>
    private readonly double[] _active;
    private readonly double[] _idle;
    private readonly double[] _idleSince;

    private SpellModel _model;
    private SpellTally _tally;

    /// <param name="model">The initial model of the user.</param>
    /// <param name="mostEvents">Largest number of events in a part of a chat.</param>
    public SpellExpectation(SpellModel model, int mostEvents)
    {
        _model = model;
        _tally = new SpellTally(keepsValues: false);
        _active = new double[mostEvents * TimeoutGrid.Count];
        _idle = new double[mostEvents];
        _idleSince = new double[mostEvents];
    }

    /// <summary>Computes the expectations of all parts together.</summary>
    /// <param name="model">The current model of the user.</param>
    /// <param name="chats">The parts of chats.</param>
    /// <param name="keepsValues">Whether distributions will be built from the result.</param>
    public SpellTally Run(SpellModel model, IReadOnlyList<ChatEvents> chats, bool keepsValues)
    {
        _model = model;
        _tally = new SpellTally(keepsValues);
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

    /// <summary>Likelihoods of the time after an event for each state; fills <see cref="_leaving"/>.</summary>
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
        return new Passage(
            gap,
            afterOwn,
            endsInOwn,
            staying,
            endsInOwn ? active.Density(gap) : active.Longer(gap),
            idleBefore + gap,
            idle
        );
    }

    private double Idling(double seconds, bool ends) =>
        ends ? _model.IdleDelay.Density(seconds) : _model.IdleDelay.Longer(seconds);

    /// <summary>Advances from the state after event <paramref name="i"/> to the state after the next event.</summary>
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
            (idle, total) = (Tiny, Tiny); // Impossible under the model: continue as if the user had been idle.
        double activate = _model.Activate(passage.EndsInOwn);
        Span<double> after = Active(i + 1);
        ActiveWeights.Scale(_model.Timeouts, idle * activate / total, after);
        ActiveWeights.AddScaled(before[passage.Staying..], passage.Stay / total, after[passage.Staying..]);
        _idle[i + 1] = idle * (1 - activate) / total;
        _tally.LogLikelihood += Math.Log(total);
    }

    /// <summary>
    /// Moves <see cref="_future"/> back over the passage after event <paramref name="i"/>, and counts what happened in
    /// it.
    /// </summary>
    /// <returns>Likelihood of what follows the event for an idle user.</returns>
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

    /// <summary>Counts the delays of a user who was active at the start of a passage.</summary>
    /// <param name="passage">The passage.</param>
    /// <param name="before">Probabilities of the timeouts at its start, given everything before.</param>
    /// <param name="scale">Normalises the products with <see cref="_future"/> to probabilities.</param>
    /// <param name="arrival">The consequences of the event at its end.</param>
    /// <returns>Probability that the user became idle during the passage.</returns>
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

    /// <summary>
    /// Counts an idle delay that was running at the end of a passage: an own message ended it there; a received one
    /// that activated the user, or the end of the chat, censored it.
    /// </summary>
    private void AddIdleDelay(in Passage passage, double seconds, double probability, in Arrival arrival)
    {
        if (passage.EndsInOwn)
            _tally.IdleDelay.AddSeen(seconds, probability);
        else
            _tally.IdleDelay.AddCut(seconds, probability * arrival.Activated);
    }

    /// <summary>The consequences of a message for a user who was idle when it was sent or received.</summary>
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

/// <summary>The consequences of a message sent or received while idle.</summary>
/// <param name="Worth">Likelihood of everything that follows.</param>
/// <param name="Activated">Probability that the message made the user active.</param>
/// <param name="PerTimeout">
/// The probability that a timeout was drawn, divided by the product of the timeout's prior probability and the
/// likelihood of everything that follows it.
/// </param>
internal readonly record struct Arrival(double Worth, double Activated, double PerTimeout)
{
    /// <summary>The end of a chat: nothing follows, and a running idle delay is censored.</summary>
    public static Arrival End => new(1, 1, 0);
}

/// <summary>The time from one event of a chat to the next, or to the end.</summary>
/// <param name="Gap">Its length in seconds.</param>
/// <param name="AfterOwn">Whether the user sent the message at its start.</param>
/// <param name="EndsInOwn">Whether the user sent the message at its end.</param>
/// <param name="Staying">Index of the first timeout of <see cref="TimeoutGrid"/> that is longer than the gap.</param>
/// <param name="Stay">Likelihood of the passage for a user who stays active.</param>
/// <param name="IdleFor">How long an idle user has been idle at its end, in seconds.</param>
/// <param name="Idle">Likelihood of the passage for a user who stays idle.</param>
internal readonly record struct Passage(
    double Gap,
    bool AfterOwn,
    bool EndsInOwn,
    int Staying,
    double Stay,
    double IdleFor,
    double Idle
);
