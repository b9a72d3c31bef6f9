using MGen.EventLog;
using MGen.Model.Conversations;

namespace MGen.Simulation.Events;

/// <summary>
/// Records the log of simulated conversations, with one method per kind of line: the same lines for the same events as
/// a live run. Times are ticks since the start of the run; they need not be in order.
/// </summary>
/// <param name="buffer">Receives the events.</param>
/// <param name="extended">Whether lines that the original does not have are recorded.</param>
/// <param name="sendsOnly">Whether only messages sent are recorded.</param>
internal sealed class EventRecorder(EventBuffer buffer, bool extended, bool sendsOnly)
{
    private int _group;
    private int[] _members = [];
    private bool[]? _observed;

    /// <summary>Starts a group: all following events belong to it.</summary>
    /// <param name="group">The group's number.</param>
    /// <param name="members">The members' numbers in the population, in the order of the simulation.</param>
    /// <param name="observed">
    /// Which members are observed, in the order of <paramref name="members"/>; <c>null</c>: all.
    /// </param>
    public void Begin(int group, int[] members, bool[]? observed = null)
    {
        _group = group;
        _members = members;
        _observed = observed;
    }

    public void Waiting(int member, TimeSpan stagger) =>
        Add(0, member, EventKind.Waiting, amount: (uint)stagger.TotalMilliseconds);

    public void Handshake(long at, int member) => Add(at, member, EventKind.Handshake);

    public void Awake(long at, int member) => Add(at, member, EventKind.Awake);

    public void Idle(long at, int member) => Add(at, member, EventKind.Idle);

    public void Sent(long at, int member, in Transition transition, PlannedMessage message) =>
        Add(
            at,
            member,
            EventKind.Send,
            State(transition.From),
            State(transition.To),
            id: message.Id,
            amount: message.Blocks
        );

    public void Received(long at, int member, in Transition transition, int sender, uint id, uint bytes) =>
        Add(at, member, EventKind.Receive, State(transition.From), State(transition.To), sender, id, bytes);

    public void ReceivedReceipt(long at, int member, ConversationMode mode, int sender, uint id) =>
        Add(at, member, EventKind.ReceiveReceipt, State(mode), State(mode), sender, id);

    public void SendTiming(long at, int member, uint id, long plannedAt)
    {
        if (extended)
            AddWithBeginning(at, member, EventKind.SendTiming, amount: id, plannedAt);
    }

    public void Uploaded(long at, int member, uint bytes, long begunAt)
    {
        if (extended)
            AddWithBeginning(at, member, EventKind.Uploaded, bytes, begunAt);
    }

    public void Fetched(long at, int member, uint bytes, long begunAt)
    {
        if (extended)
            AddWithBeginning(at, member, EventKind.Fetched, bytes, begunAt);
    }

    private void Add(
        long at,
        int member,
        EventKind kind,
        LogState from = default,
        LogState to = default,
        int other = 0,
        uint id = 0,
        uint amount = 0
    )
    {
        if (!IsRecorded(member, kind, other))
            return;
        buffer.Add(
            new SimulatedEvent
            {
                At = at,
                Group = _group,
                Member = _members[member],
                Other = _members[other],
                Id = id,
                Amount = amount,
                Kind = kind,
                From = from,
                To = to,
            }
        );
    }

    /// <summary>Adds an event that has <see cref="SimulatedEvent.Since"/>.</summary>
    private void AddWithBeginning(long at, int member, EventKind kind, uint amount, long since)
    {
        if (!IsRecorded(member, kind, member))
            return;
        buffer.Add(
            new SimulatedEvent
            {
                At = at,
                Group = _group,
                Member = _members[member],
                Amount = amount,
                Kind = kind,
                Since = since,
            }
        );
    }

    /// <summary>
    /// Whether the event is recorded. This is decided here and not in the sink, so that an omitted event is neither
    /// sorted nor written to files.
    /// </summary>
    private bool IsRecorded(int member, EventKind kind, int other) =>
        (!sendsOnly || kind == EventKind.Send)
        && (_observed is not { } observed || IsObserved(observed, member, kind, other));

    /// <summary>Whether the event is logged; <see cref="SimulationOptions.Observed"/> has the rule.</summary>
    private static bool IsObserved(bool[] observed, int member, EventKind kind, int other) =>
        observed[member]
        || kind == EventKind.Waiting
        || kind == EventKind.Send
        || (kind == EventKind.Receive && observed[other]);

    private static LogState State(ConversationMode mode) =>
        mode == ConversationMode.Idle ? LogState.Idle : LogState.Active;
}

/// <summary>Receives a simulation's event log.</summary>
public interface IEventSink
{
    /// <summary>
    /// Receives the next event. Called by one thread, in the order of the log: by time, and events of the same instant
    /// by the groups' numbers.
    /// </summary>
    void Write(in LogEvent item);
}
