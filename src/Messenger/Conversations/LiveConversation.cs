using MGen.Messenger.Links;
using MGen.Messenger.Measurement;
using MGen.Messenger.Scheduling;
using MGen.Model.Configuration;
using MGen.Model.Conversations;
using MGen.Model.Randomness;
using MGen.Wire;

namespace MGen.Messenger.Conversations;

/// <summary>
/// One user's part in one group in a live run: the bootstrap wait, then the conversation machine, driven by one
/// deadline and by received frames. The derived class transports the frames. Events run under the conversation's lock
/// on the thread that delivers them (an event loop's, the scheduler's timer's or one of the pool), so they must be
/// short and must not block.
/// </summary>
internal abstract class LiveConversation : Deadline
{
    /// <summary>
    /// The largest number of frames that are held until the conversation wakes up. Beyond it the oldest is dropped.
    /// </summary>
    private const int PendingFramesLimit = 65_536;

    private readonly ConversationServices _services;
    private readonly ConfiguredConversation _config;
    private readonly SentMessages _sent = new();

    // A mutable struct: always passed by ref, since a draw from a copy would be drawn again.
    private Xoshiro256 _random;
    private ConversationState _state;
    private TimeSpan _awakeAt;
    private Queue<Frame>? _pendingFrames;
    private bool _isSendingStopped;
    private bool _hasQueuedFrames;

    protected LiveConversation(ConversationServices services, ConfiguredUser user, ConfiguredConversation config)
    {
        _services = services;
        _config = config;
        Journal = new ConversationJournal(services.Journal, user.User, config.Group);
        _random = ConversationSeed.Create(user.Seed ?? services.Seed, user.User.Text, config.Group.Text);
    }

    /// <summary>The conversation's group.</summary>
    public Identifier Group => _config.Group;

    /// <summary>Guards the conversation's state.</summary>
    protected Lock Gate { get; } = new();

    /// <summary>Records the conversation's events.</summary>
    protected ConversationJournal Journal { get; }

    /// <summary>The conversation's phase.</summary>
    protected ConversationPhase Phase { get; private set; }

    /// <summary>Starts the conversation.</summary>
    public void Start()
    {
        lock (Gate)
            Begin(_services.Scheduler.Now);
    }

    /// <summary>Ends the bootstrap wait now, if the conversation is in it.</summary>
    public void EndBootstrap()
    {
        lock (Gate)
        {
            if (Phase == ConversationPhase.Bootstrapping)
                Arm(_services.Scheduler.Now);
        }
    }

    /// <summary>
    /// Stops creating messages. An awake conversation still processes and acknowledges received messages. A
    /// conversation that is not awake does not wake up.
    /// </summary>
    public void StopSending()
    {
        lock (Gate)
        {
            _isSendingStopped = true;
            _services.Scheduler.Cancel(this);
        }
    }

    protected internal override void OnDue() => RunLocked(static (self, _, now) => self.OnDue(now), default(Frame));

    /// <summary>Processes a received frame of this conversation.</summary>
    protected void Accept(in Frame frame) =>
        RunLocked(static (self, arrived, now) => self.OnFrame(arrived, now), frame);

    /// <summary>
    /// Runs an action under the lock. An unhandled exception fails this conversation only. <see cref="OnFramesQueued"/>
    /// is called after the lock is released, since it takes locks of the connection.
    /// </summary>
    protected void RunLocked(Action<LiveConversation, Frame, TimeSpan> action, in Frame frame)
    {
        bool hasQueuedFrames;
        lock (Gate)
        {
            try
            {
                // The clock is read inside the lock: the times of a conversation's events must not decrease.
                if (Phase != ConversationPhase.Failed)
                    action(this, frame, _services.Scheduler.Now);
            }
            catch (Exception fault)
            {
                Phase = ConversationPhase.Failed;
                Journal.Faulted(fault);
            }
            hasQueuedFrames = _hasQueuedFrames;
            _hasQueuedFrames = false;
        }
        if (hasQueuedFrames)
            OnFramesQueued();
    }

    /// <summary>
    /// Starts the conversation: calls <see cref="Wait"/> or <see cref="Bootstrap"/>. The lock is held.
    /// </summary>
    protected abstract void Begin(TimeSpan now);

    /// <summary>Called at the time given to <see cref="Wait"/>. The lock is held.</summary>
    protected virtual void OnWaited(TimeSpan now) { }

    /// <summary>Returns the machine's state when the conversation wakes up.</summary>
    protected virtual ConversationState WakeUp(TimeSpan now) => StartMachine(now);

    /// <summary>Queues a message for all other members.</summary>
    /// <returns>How many frames were dropped for it.</returns>
    protected abstract int Send(in OutgoingFrame message);

    /// <summary>Queues the receipt for message <paramref name="id"/> of <paramref name="sender"/>.</summary>
    /// <returns>How many frames were dropped for it.</returns>
    protected abstract int Acknowledge(Identifier sender, uint id, TimeSpan now);

    /// <summary>Called after an event that queued frames; the lock is not held.</summary>
    protected virtual void OnFramesQueued() { }

    /// <summary>Whether this message was processed before.</summary>
    protected virtual bool IsRepeated(Identifier sender, uint id, TimeSpan now) => false;

    /// <summary>Delays the conversation; <see cref="OnWaited"/> is called at <paramref name="until"/>.</summary>
    protected void Wait(TimeSpan until)
    {
        Phase = ConversationPhase.Staggered;
        Arm(until);
    }

    /// <summary>Starts the bootstrap wait.</summary>
    protected void Bootstrap(TimeSpan now)
    {
        Phase = ConversationPhase.Bootstrapping;
        Arm(now + _config.Bootstrap);
    }

    /// <summary>The machine's first state, from the configuration if that gives one, otherwise drawn.</summary>
    protected ConversationState StartMachine(TimeSpan now) =>
        ConversationMachine.Start(_config.Model, now, _config.FirstIdle, _config.FirstActive, ref _random);

    private void OnDue(TimeSpan now)
    {
        if (now < DueAt || _isSendingStopped)
            return; // the deadline was moved or cancelled after the scheduler had removed it
        switch (Phase)
        {
            case ConversationPhase.Staggered:
                OnWaited(now);
                break;
            case ConversationPhase.Bootstrapping:
                OnBootstrapped(now);
                break;
            case ConversationPhase.Awake:
                OnMachineDue(now);
                break;
        }
    }

    private void OnBootstrapped(TimeSpan now)
    {
        Phase = ConversationPhase.Awake;
        // The planned time, not the actual one: a late wake-up is part of the schedule lag of the first message.
        _awakeAt = DueAt;
        MoveTo(WakeUp(now));
        // Processed after the machine has started, because the frames may activate it.
        while (_pendingFrames?.TryDequeue(out Frame frame) == true)
            OnFrame(frame, now);
        _pendingFrames = null;
    }

    private void OnMachineDue(TimeSpan now)
    {
        TimeSpan planned = _state.NextDeadline > _awakeAt ? _state.NextDeadline : _awakeAt;
        Transition transition = ConversationMachine.OnDeadline(_config.Model, _state, now, ref _random);
        if (transition.Message is { } message)
            Send(transition, message, planned, now);
        MoveTo(transition.State);
    }

    private void Send(in Transition transition, PlannedMessage message, TimeSpan planned, TimeSpan now)
    {
        _sent.Add(message.Id, now);
        Journal.Sent(transition, message, now - planned);
        // Log first, queue last: once queued, the frame may be sent immediately, and its receiver must not log it
        // before the sender.
        CountQueued(Send(new OutgoingFrame(_config.Group, message.Id, message.SizeBytes, planned)));
    }

    private void OnFrame(in Frame frame, TimeSpan now)
    {
        if (Phase != ConversationPhase.Awake)
            HoldUntilAwake(frame);
        else if (!_services.Names.TryGet(frame.Sender, out Identifier? sender))
            return; // cannot happen: the connection has checked the name
        else if (frame.IsReceipt)
            OnReceipt(sender, frame.Id, now);
        else
            OnMessage(sender, frame, now);
    }

    private void OnReceipt(Identifier sender, uint id, TimeSpan now)
    {
        TimeSpan? roundTrip = _sent.Acknowledge(id, now, out bool isFirst);
        if (isFirst)
            Journal.Acknowledged();
        if (_sent.IsUnsent(id))
            Journal.FromEarlierRun();
        Journal.ReceivedReceipt(_state.Mode, sender, id, roundTrip);
        // The state is unchanged, but the receipt is an event: see MoveTo.
        MoveTo(_state);
    }

    private void OnMessage(Identifier sender, in Frame frame, TimeSpan now)
    {
        if (IsRepeated(sender, frame.Id, now))
        {
            Journal.Repeated();
        }
        else
        {
            Transition transition = ConversationMachine.OnReceive(_config.Model, _state, now, ref _random);
            Journal.Received(transition, sender, frame.Id, frame.Size);
            MoveTo(transition.State);
        }
        CountQueued(Acknowledge(sender, frame.Id, now)); // last, for the reason given in Send
    }

    /// <summary>
    /// Ends an event with a new state. As in the original, the log has a line for each event after which the
    /// conversation is idle.
    /// </summary>
    private void MoveTo(in ConversationState state)
    {
        if (state.Mode != _state.Mode)
            Journal.ModeChanged(state.Mode);
        _state = state;
        if (state.Mode == ConversationMode.Idle)
            Journal.Idle();
        Arm(state.NextDeadline);
    }

    private void Arm(TimeSpan dueAt)
    {
        if (!_isSendingStopped)
            _services.Scheduler.Arm(this, dueAt);
    }

    private void CountQueued(int givenUp)
    {
        _hasQueuedFrames = true;
        for (; givenUp > 0; givenUp--)
            Journal.Dropped();
    }

    private void HoldUntilAwake(in Frame frame)
    {
        _pendingFrames ??= new Queue<Frame>();
        if (_pendingFrames.Count == PendingFramesLimit)
        {
            _pendingFrames.Dequeue();
            Journal.Dropped();
        }
        _pendingFrames.Enqueue(frame);
    }
}

/// <summary>The phases of a conversation, in order; it never returns to an earlier one.</summary>
internal enum ConversationPhase
{
    /// <summary>Created, not started.</summary>
    New,

    /// <summary>Waiting for its stagger; not connecting yet.</summary>
    Staggered,

    /// <summary>
    /// Connecting or connected, during the bootstrap wait: received frames are held, nothing is sent.
    /// </summary>
    Bootstrapping,

    /// <summary>The machine runs.</summary>
    Awake,

    /// <summary>
    /// An unhandled exception ended the conversation. Its connection stays open, but its frames are ignored.
    /// </summary>
    Failed,
}

/// <summary>What all conversations of a process share.</summary>
/// <param name="Scheduler">The clock and all deadlines.</param>
/// <param name="Journal">Records the conversations' events.</param>
/// <param name="Names">The names of the senders of received frames.</param>
/// <param name="Seed">The run's seed, for users without a seed.</param>
internal sealed record ConversationServices(DeadlineScheduler Scheduler, Journal Journal, NameCache Names, ulong Seed);
