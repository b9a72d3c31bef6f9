using MGen.Model.Configuration;
using MGen.Model.Conversations;
using MGen.Model.Randomness;
using MGen.Simulation.Events;
using MGen.Simulation.Latencies;
using MGen.Simulation.Populations;
using MGen.Simulation.Results;
using MGen.Wire;

namespace MGen.Simulation.Groups;

/// <summary>
/// Simulates groups in virtual time, one after the other: the machines of all members, and all frames between them.
/// Groups are independent of each other, so each thread has its own object. Once the object's arrays are large enough
/// for the largest group and the most frames in flight, an event allocates nothing.
/// </summary>
/// <remarks>
/// Events at the same instant are in this order: deadlines by the members' names, then frames by the time
/// at which they arrived (a member who wakes up handles several at once) and by their creation. So the result does not
/// depend on the order in which a population lists a group's members. Deadlines are before the end of the run, arrivals
/// up to the end of the grace time.
/// </remarks>
/// <param name="options">The options.</param>
/// <param name="tally">Receives the counts.</param>
/// <param name="recorder">Receives the log; <c>null</c>: no log.</param>
internal sealed class GroupSimulation(SimulationOptions options, Tally tally, EventRecorder? recorder)
{
    /// <summary>Number of events between two checks for cancellation.</summary>
    private const int EventsBetweenLooks = 65_536;

    private readonly long _runEnd = options.Duration.Ticks;
    private readonly long _end = (options.Duration + options.Grace).Ticks;
    private readonly long _relaysFrom = options.RegistrationPhase.Ticks;
    private readonly LatencyModel _latency = options.Latency;
    private readonly PairOrder? _order =
        options.Latency.IsConstant || options.Latency.MeasuredDistribution is not null ? null : new PairOrder();
    private readonly MeasuredOrder? _measuredOrder = options.Latency.MeasuredDistribution is { } distribution
        ? new MeasuredOrder(distribution)
        : null;
    private readonly DeadlineTree _deadlines = new();
    private readonly ArrivalQueue _arrivals = new();
    private readonly MemberOrder _names = new();
    private MemberSlot[] _members = [];
    private int _count;
    private long _framesMade;

    /// <summary>Simulates one group from its start to the end of the grace time.</summary>
    /// <param name="population">The population.</param>
    /// <param name="group">The group.</param>
    /// <param name="cancellationToken">Cancels the simulation.</param>
    /// <param name="maxEvents">
    /// Largest number of events; when it is reached the group is cut off with frames in flight, and this
    /// method must not be called again.
    /// </param>
    /// <returns>
    /// The simulated time in ticks: the whole run without the grace time, unless the group was cut off or stopped at
    /// <see cref="SimulationOptions.MostMessagesPerGroup"/>.
    /// </returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public long Run(
        ISimulatedPopulation population,
        int group,
        CancellationToken cancellationToken,
        long maxEvents = long.MaxValue
    )
    {
        Load(population, group);
        long mostSent =
            options.MostMessagesPerGroup > long.MaxValue - tally.MessagesSent
                ? long.MaxValue
                : tally.MessagesSent + options.MostMessagesPerGroup;
        for (long events = 1; tally.MessagesSent < mostSent; events++)
        {
            (long due, long arrival) = (_deadlines.EarliestAt, _arrivals.EarliestAt);
            // Both are MaxValue: nothing is left to happen before the end.
            if (due <= arrival && due == long.MaxValue)
                return _runEnd;
            if (due <= arrival)
                OnDeadline(_deadlines.Earliest, due);
            else
                OnArrival(_arrivals.Take());
            tally.Events++;
            if (events == maxEvents)
                return Math.Clamp(Math.Min(due, arrival), 1, _runEnd);
            if (events % EventsBetweenLooks == 0)
                cancellationToken.ThrowIfCancellationRequested();
        }
        long end = Math.Clamp(Math.Min(_deadlines.EarliestAt, _arrivals.EarliestAt), 1, _runEnd);
        LeaveInFlight();
        return end;
    }

    /// <summary>
    /// Passes each awake member of the last group to <paramref name="take"/>: the population's number of the member in
    /// the group, the model and the state.
    /// </summary>
    public void ForEachAwake(Action<int, ConversationModel, ConversationState> take)
    {
        for (int member = 0; member < _count; member++)
        {
            if (_members[member].IsAwake)
                take(_names.Numbers[member], _members[member].Model, _members[member].State);
        }
    }

    /// <summary>Counts the frames in flight of a group that was stopped at its limit: they do not arrive.</summary>
    private void LeaveInFlight()
    {
        while (_arrivals.Count > 0)
        {
            if (_arrivals.Take().Size == 0)
                tally.ReceiptsInFlight++;
            else
                tally.DeliveriesInFlight++;
        }
    }

    private void Load(ISimulatedPopulation population, int group)
    {
        string name = population.GroupName(group);
        _count = population.MemberCount(group);
        // Arrays only grow: one thread simulates many small groups, and allocates for the largest so far.
        if (_members.Length < _count)
            _members = new MemberSlot[_count];
        _deadlines.Reset(_count);
        _order?.Clear();
        _measuredOrder?.Clear();
        _framesMade = 0;
        _names.Load(population, group);
        recorder?.Begin(group, _names.Numbers, ObservedOf(population, group));
        for (int member = 0; member < _count; member++)
            Prepare(member, population.Member(group, _names.Numbers[member]), name);
    }

    private bool[]? ObservedOf(ISimulatedPopulation population, int group) =>
        options.Observed is { } isObserved
            ?
            [
                .. Enumerable
                    .Range(0, _count)
                    .Select(member => isObserved(population.UserName(group, _names.Numbers[member]))),
            ]
            : null;

    private void Prepare(int member, in SimulatedMember part, string group)
    {
        bool isPeer = part.Kind == MemberKind.Peer;
        TimeSpan stagger = isPeer
            ? TimeSpan.Zero
            : TimeSpan.FromMilliseconds(FxHash.StaggerMilliseconds(part.User, group) * options.StaggerScale);
        ulong hash = ConversationSeed.Hash(part.Seed ?? options.Seed, part.User, group);
        long wakesAt = (stagger + part.Bootstrap).Ticks;
        _members[member] = new MemberSlot
        {
            Random = Xoshiro256.FromSeed(hash),
            Model = part.Model,
            Hash = hash,
            Kind = part.Kind,
            Recipients = part.Recipients,
            ConnectedAt = isPeer ? 0 : (stagger + options.ConnectTime).Ticks,
            // A member that would wake up at the end of the run or later never wakes up: frames that reach this member
            // in time count as asleep, not as in flight.
            WakesAt = wakesAt < _runEnd ? wakesAt : long.MaxValue,
            FirstIdle = part.FirstIdle,
            FirstActive = part.FirstActive,
            Attachments = part.Attachments,
        };
        SetDeadline(member, wakesAt);
        if (isPeer)
            _members[member].State = StartMachine(member, part.FirstActive is null ? 0 : wakesAt);
        else
            LogStart(member, stagger);
    }

    private void LogStart(int member, TimeSpan stagger)
    {
        recorder?.Waiting(member, stagger);
        if (_members[member].ConnectedAt <= _end)
            recorder?.Handshake(_members[member].ConnectedAt, member);
    }

    private ConversationState StartMachine(int member, long now)
    {
        ref MemberSlot slot = ref _members[member];
        return ConversationMachine.Start(
            slot.Model,
            new TimeSpan(now),
            slot.FirstIdle,
            slot.FirstActive,
            ref slot.Random
        );
    }

    private void OnDeadline(int member, long now)
    {
        ref MemberSlot slot = ref _members[member];
        if (!slot.IsAwake)
        {
            WakeUp(member, now);
            return;
        }
        Transition transition = ConversationMachine.OnDeadline(
            slot.Model,
            slot.State,
            new TimeSpan(now),
            ref slot.Random
        );
        PlannedMessage? message = transition.Message;
        if (message is not null)
            Send(member, transition, message.Value, now);
        MoveTo(member, transition.State, now);
        if (message is not null)
            // Last, so that the log has the message's timing after the line of the state, as with a live client, whose
            // connection writes the message after the event.
            HandOver(member, message.Value, now);
    }

    /// <summary>
    /// Ends a member's bootstrap wait. A peer's machine runs from the start of the run (with a first spell, from
    /// waking up), so a deadline that passed during the wait is due now.
    /// </summary>
    private void WakeUp(int member, long now)
    {
        ref MemberSlot slot = ref _members[member];
        slot.IsAwake = true;
        tally.ConversationsAwake++;
        if (slot.Kind == MemberKind.Peer)
        {
            MoveTo(member, slot.State, now);
            return;
        }
        recorder?.Awake(now, member);
        MoveTo(member, StartMachine(member, now), now);
    }

    private void Send(int member, in Transition transition, PlannedMessage message, long now)
    {
        tally.MessagesSent++;
        if (_count > 2)
            tally.MessagesInGroups++;
        tally.BytesSent += message.SizeBytes;
        recorder?.Sent(now, member, transition, message);
    }

    /// <summary>
    /// Sends a message: immediately if the member is connected, otherwise when the connection is established.
    /// </summary>
    private void HandOver(int member, PlannedMessage message, long madeAt)
    {
        long handedOver = Math.Max(madeAt, _members[member].ConnectedAt);
        if (handedOver <= _end)
            recorder?.SendTiming(handedOver, member, message.Id, madeAt);
        if (HasAttachment(member, message))
            Upload(member, message.SizeBytes, handedOver);
        Broadcast(member, message, madeAt, relayedAt: Math.Max(handedOver, _relaysFrom));
    }

    private void Broadcast(int sender, PlannedMessage message, long madeAt, long relayedAt)
    {
        IReadOnlySet<int>? only = _members[sender].Recipients;
        for (int recipient = 0; recipient < _count; recipient++)
        {
            if (recipient == sender || (only is not null && !only.Contains(_names.Numbers[recipient])))
                continue;
            tally.Deliveries++;
            // The server relays to the members that are registered at this moment; members that register later do not
            // receive the message.
            if (_members[recipient].ConnectedAt > relayedAt)
                tally.DeliveriesUnregistered++;
            else
                Deliver(sender, recipient, message, madeAt, relayedAt);
        }
    }

    private void Deliver(int sender, int recipient, PlannedMessage message, long madeAt, long relayedAt)
    {
        long arrivesAt = ArrivalOf(sender, recipient, message.Id, isReceipt: false, relayedAt);
        ref MemberSlot slot = ref _members[recipient];
        long handledAt = Math.Max(arrivesAt, slot.WakesAt);
        if (arrivesAt > _end)
            tally.DeliveriesInFlight++;
        else if (handledAt > _end)
            tally.DeliveriesAsleep++;
        else
            Add(
                new ArrivalKey(handledAt, arrivesAt, _framesMade++),
                madeAt,
                sender,
                recipient,
                message.Id,
                message.SizeBytes
            );
        if (HasAttachment(recipient, message) && arrivesAt <= _end)
            Download(recipient, message.SizeBytes, arrivesAt);
    }

    private void OnArrival(in Arrival arrival)
    {
        long now = arrival.Key.At;
        if (arrival.Size == 0)
            OnReceipt(arrival, now);
        else
            OnMessage(arrival, now);
    }

    private void OnReceipt(in Arrival receipt, long now)
    {
        ref MemberSlot slot = ref _members[receipt.Recipient];
        tally.ReceiptsReceived++;
        tally.RecordRoundTrip(now - receipt.MadeAt);
        recorder?.ReceivedReceipt(now, receipt.Recipient, slot.State.Mode, receipt.Sender, receipt.Id);
        if (slot.State.Mode == ConversationMode.Idle)
            recorder?.Idle(now, receipt.Recipient);
    }

    private void OnMessage(in Arrival message, long now)
    {
        ref MemberSlot slot = ref _members[message.Recipient];
        Transition transition = ConversationMachine.OnReceive(
            slot.Model,
            slot.State,
            new TimeSpan(now),
            ref slot.Random
        );
        tally.MessagesReceived++;
        recorder?.Received(now, message.Recipient, transition, message.Sender, message.Id, message.Size);
        MoveTo(message.Recipient, transition.State, now);
        Acknowledge(message, now);
    }

    private void Acknowledge(in Arrival message, long now)
    {
        tally.ReceiptsSent++;
        long arrivesAt = ArrivalOf(message.Recipient, message.Sender, message.Id, isReceipt: true, now);
        if (arrivesAt <= _end)
            Add(
                new ArrivalKey(arrivesAt, arrivesAt, _framesMade++),
                message.MadeAt,
                message.Recipient,
                message.Sender,
                message.Id,
                size: 0
            );
        else
            tally.ReceiptsInFlight++;
    }

    /// <summary>
    /// Stores the member's state after an event. The log has a line for each event after which the member is idle.
    /// </summary>
    private void MoveTo(int member, in ConversationState state, long now)
    {
        _members[member].State = state;
        if (state.Mode == ConversationMode.Idle)
            recorder?.Idle(now, member);
        SetDeadline(member, Math.Max(now, state.NextDeadline.Ticks));
    }

    private void SetDeadline(int member, long dueAt) => _deadlines.Set(member, dueAt < _runEnd ? dueAt : long.MaxValue);

    private void Add(in ArrivalKey key, long madeAt, int sender, int recipient, uint id, uint size) =>
        _arrivals.Add(new Arrival(key, madeAt, sender, recipient, id, size));

    private long ArrivalOf(int sender, int recipient, uint id, bool isReceipt, long relayedAt)
    {
        (ulong from, ulong to) = (_members[sender].Hash, _members[recipient].Hash);
        if (_measuredOrder is not null)
            return _measuredOrder.Arrival(sender, recipient, LatencyModel.ShareOf(from, to, id, isReceipt), relayedAt);
        long arrivesAt = relayedAt + _latency.TicksOf(from, to, id, isReceipt);
        return _order is null ? arrivesAt : _order.After(sender, recipient, arrivesAt, relayedAt);
    }

    /// <summary>Whether a member transfers a message as an attachment; a peer sends it in the frame.</summary>
    private bool HasAttachment(int member, PlannedMessage message) =>
        message.SizeBytes > WireLimits.MaxInlineBodyBytes && _members[member].Kind == MemberKind.Client;

    private void Upload(int member, uint bytes, long from)
    {
        ref MemberSlot slot = ref _members[member];
        long begins = Math.Max(from, slot.UploadsEndAt);
        // All times beyond the end are equivalent; this avoids an overflow.
        slot.UploadsEndAt = Math.Min(begins + TransferTicks(slot.Attachments, bytes), _end + 1);
        tally.Uploads.Count(bytes, slot.UploadsEndAt <= _end);
        if (slot.UploadsEndAt <= _end)
            recorder?.Uploaded(slot.UploadsEndAt, member, bytes, begins);
    }

    private void Download(int member, uint bytes, long from)
    {
        long ends = from + TransferTicks(_members[member].Attachments, bytes);
        tally.Downloads.Count(bytes, ends <= _end);
        if (ends <= _end)
            recorder?.Fetched(ends, member, bytes, from);
    }

    private long TransferTicks(AttachmentMode mode, uint bytes) =>
        mode == AttachmentMode.HeadersOnly
            ? 0
            : (long)(bytes / options.AttachmentBytesPerSecond * TimeSpan.TicksPerSecond);
}
