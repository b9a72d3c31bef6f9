using MGen.Messenger.Links;
using MGen.Messenger.Measurement;
using MGen.Messenger.Scheduling;
using MGen.Model.Configuration;
using MGen.Model.Conversations;
using MGen.Model.Randomness;
using MGen.Wire;

namespace MGen.Messenger.Conversations;

/// <summary>
/// One user's part in one group, live: bootstrap, then the conversation machine, moved by its one deadline and by what
/// arrives. How frames travel is the derived class's. It takes short turns under its own lock, on whatever thread an
/// event comes, and never waits.
/// </summary>
internal abstract class LiveConversation : Deadline
{
    /// <summary>Most frames that wait for the conversation to wake up; beyond it the oldest is given up.</summary>
    private const int InboxLimit = 65_536;

    private readonly ConversationServices _services;
    private readonly ConfiguredConversation _config;
    private readonly SentMessages _sent = new();
    private Xoshiro256 _random;
    private ConversationState _state;
    private TimeSpan _awakeAt;
    private Queue<Frame>? _inbox;
    private bool _isQuiet;
    private bool _hasNews;

    protected LiveConversation(ConversationServices services, ConfiguredUser user, ConfiguredConversation config)
    {
        (_services, _config) = (services, config);
        Journal = new ConversationJournal(services.Journal, user.User, config.Group);
        _random = ConversationSeed.Create(user.Seed ?? services.Seed, user.User.Text, config.Group.Text);
    }

    /// <summary>The conversation's group.</summary>
    public Identifier Group => _config.Group;

    /// <summary>Guards the conversation's state.</summary>
    protected Lock Gate { get; } = new();

    /// <summary>Where the conversation tells what happens.</summary>
    protected ConversationJournal Journal { get; }

    /// <summary>Where it is in its life.</summary>
    protected ConversationPhase Phase { get; private set; }

    /// <summary>Starts the conversation.</summary>
    public void Start()
    {
        lock (Gate)
            Begin(_services.Scheduler.Now);
    }

    /// <summary>Wakes the conversation up now if it is bootstrapping.</summary>
    public void EndBootstrap()
    {
        lock (Gate)
        {
            if (Phase == ConversationPhase.Bootstrapping)
                Arm(_services.Scheduler.Now);
        }
    }

    /// <summary>From now on no message is made; what arrives is still handled and acknowledged.</summary>
    public void BeQuiet()
    {
        lock (Gate)
        {
            _isQuiet = true;
            _services.Scheduler.Cancel(this);
        }
    }

    protected internal override void OnDue() => Turn(static (self, _, now) => self.OnDue(now), default(Frame));

    /// <summary>Takes in a frame that was sent to this conversation.</summary>
    protected void Accept(in Frame frame) => Turn(static (self, arrived, now) => self.OnFrame(arrived, now), frame);

    /// <summary>One turn under the lock. A bug in it ends this conversation and nothing else.</summary>
    protected void Turn(Action<LiveConversation, Frame, TimeSpan> action, in Frame frame)
    {
        bool hasNews;
        lock (Gate)
        {
            try
            {
                if (Phase != ConversationPhase.Failed)
                    action(this, frame, _services.Scheduler.Now);
            }
            catch (Exception fault)
            {
                Phase = ConversationPhase.Failed;
                Journal.Faulted(fault);
            }
            (hasNews, _hasNews) = (_hasNews, false);
        }
        if (hasNews)
            OnNews();
    }

    /// <summary>The first turn: waits (<see cref="Wait"/>) or begins to bootstrap (<see cref="Bootstrap"/>).</summary>
    protected abstract void Begin(TimeSpan now);

    /// <summary>What was waited for has passed: in a turn.</summary>
    protected virtual void OnWaited(TimeSpan now) { }

    /// <summary>The state in which the machine begins when the conversation wakes up.</summary>
    protected virtual ConversationState WakeUp(TimeSpan now) => StartMachine(now);

    /// <summary>Queues a message of this conversation for everybody.</summary>
    /// <returns>How many frames were given up for it.</returns>
    protected abstract int Send(in OutgoingFrame message);

    /// <summary>Queues the receipt for message <paramref name="id"/> of <paramref name="sender"/>.</summary>
    /// <returns>How many frames were given up for it.</returns>
    protected abstract int Acknowledge(Identifier sender, uint id, TimeSpan now);

    /// <summary>Something was queued in a turn that is over.</summary>
    protected virtual void OnNews() { }

    /// <summary>Whether a message was handled before.</summary>
    protected virtual bool IsRepeated(Identifier sender, uint id, TimeSpan now) => false;

    /// <summary>Waits for <see cref="OnWaited"/> before anything else.</summary>
    protected void Wait(TimeSpan until)
    {
        Phase = ConversationPhase.Staggered;
        Arm(until);
    }

    /// <summary>Lets the bootstrap time begin.</summary>
    protected void Bootstrap(TimeSpan now)
    {
        Phase = ConversationPhase.Bootstrapping;
        Arm(now + _config.Bootstrap);
    }

    /// <summary>The machine's first state: drawn, unless the configuration knows it.</summary>
    protected ConversationState StartMachine(TimeSpan now) =>
        ConversationMachine.Start(_config.Model, now, _config.FirstIdle, _config.FirstActive, ref _random);

    private void OnDue(TimeSpan now)
    {
        if (now < DueAt || _isQuiet)
            return; // moved while it was being called
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
        _awakeAt = DueAt;
        MoveTo(WakeUp(now));
        while (_inbox?.TryDequeue(out Frame frame) == true)
            OnFrame(frame, now);
        _inbox = null;
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
        // Last: a busy link takes it at once, and nobody may log it first.
        Queued(Send(new OutgoingFrame(_config.Group, message.Id, message.SizeBytes, planned)));
    }

    private void OnFrame(in Frame frame, TimeSpan now)
    {
        if (Phase != ConversationPhase.Awake)
            Keep(frame);
        else if (!_services.Names.TryGet(frame.Sender, out Identifier? sender))
            return; // whoever brought it has checked it
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
        Queued(Acknowledge(sender, frame.Id, now)); // last, as in Send
    }

    /// <summary>Ends an event: the log has a line for each turn that begins idle.</summary>
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
        if (!_isQuiet)
            _services.Scheduler.Arm(this, dueAt);
    }

    private void Queued(int givenUp)
    {
        _hasNews = true;
        for (; givenUp > 0; givenUp--)
            Journal.Dropped();
    }

    private void Keep(in Frame frame)
    {
        _inbox ??= new Queue<Frame>();
        if (_inbox.Count == InboxLimit)
        {
            _inbox.Dequeue();
            Journal.Dropped();
        }
        _inbox.Enqueue(frame);
    }
}
