using MGen.Messenger.Attachments;
using MGen.Messenger.Links;
using MGen.Messenger.Measurement;
using MGen.Messenger.Scheduling;
using MGen.Model.Configuration;
using MGen.Model.Conversations;
using MGen.Model.Randomness;
using MGen.Wire;

namespace MGen.Messenger.Conversations;

/// <summary>
/// One user's part in one group, live: stagger, bootstrap, then the conversation machine, moved by its one deadline and by what arrives. It
/// takes short turns under its own lock, on whatever thread an event comes, and never waits.
/// </summary>
internal sealed class LiveConversation : Deadline, ILinkOwner
{
    /// <summary>Most frames that wait for the conversation to wake up; beyond it the oldest is given up.</summary>
    private const int InboxLimit = 65_536;

    private readonly Lock _gate = new();
    private readonly ConversationServices _services;
    private readonly UserConfig _user;
    private readonly ConversationConfig _config;
    private readonly ServerSession _session;
    private readonly ConversationJournal _journal;
    private readonly SentMessages _sent = new();
    private readonly ReplayFilter? _replays;
    private readonly TimeSpan _stagger;
    private readonly CancellationToken _stop;
    private Xoshiro256 _random;
    private ConversationState _state;
    private Queue<Frame>? _inbox;
    private AttachmentTransfers? _transfers;
    private ServerLink? _link;
    private Task _supervision = Task.CompletedTask;
    private ConversationPhase _phase;
    private bool _isQuiet;
    private bool _hasNews;

    public LiveConversation(ConversationServices services, UserConfig user, ConversationConfig config, CancellationToken stop)
    {
        (_services, _user, _config, _stop) = (services, user, config, stop);
        _session = new ServerSession(user.User, config.Group);
        _journal = new ConversationJournal(services.Journal, user.User, config.Group);
        _random = ConversationSeed.Create(user.Seed ?? services.Seed, user.User.Text, config.Group.Text);
        _stagger = TimeSpan.FromMilliseconds(FxHash.StaggerMilliseconds(user.User.Text, config.Group.Text) * services.StaggerScale);
        _replays = user.Resume ? new ReplayFilter() : null;
    }

    /// <summary>Ends when the link is down for good, after the stop token was cancelled. Never fails.</summary>
    public Task Supervision => _supervision;

    /// <summary>Frames not handed to a socket yet.</summary>
    public int UnsentCount => _session.Outbox.UnsentCount;

    /// <summary>Begins the start stagger.</summary>
    public void Start()
    {
        lock (_gate)
        {
            _phase = ConversationPhase.Staggered;
            _journal.Waiting(_stagger);
            Arm(_services.Scheduler.Now + _stagger);
        }
    }

    /// <summary>Wakes the conversation up now if it is bootstrapping.</summary>
    public void EndBootstrap()
    {
        lock (_gate)
        {
            if (_phase == ConversationPhase.Bootstrapping)
                Arm(_services.Scheduler.Now);
        }
    }

    /// <summary>From now on no message is made; what arrives is still handled and acknowledged.</summary>
    public void BeQuiet()
    {
        lock (_gate)
        {
            _isQuiet = true;
            _services.Scheduler.Cancel(this);
        }
    }

    protected internal override void OnDue() => Turn(static (self, _, now) => self.OnDue(now), default(Frame));

    void ILinkOwner.OnLinkReady(ServerLink link) => Volatile.Write(ref _link, link);

    void ILinkOwner.OnLinkDown() => Volatile.Write(ref _link, null);

    void ILinkOwner.OnGivenUp() => BeQuiet();

    void ILinkOwner.OnSessionLost() => Turn(static (self, _, now) => self._replays?.Open(now), default(Frame));

    void ILinkOwner.OnFirstWrite(in OutgoingFrame message)
    {
        DateTimeOffset start = _services.Scheduler.StartedAt;
        _journal.HandedOver(message.Id, start + message.PlannedAt, start + _services.Scheduler.Now);
        if (message.Size > WireLimits.MaxInlineBodyBytes)
            Transfers().Upload(message.Size);
    }

    bool ILinkOwner.OnFrame(in Frame frame)
    {
        Identifier expected = frame.IsReceipt ? _user.User : _config.Group;
        if (!frame.Target.SequenceEqual(expected.Utf8) || !_services.Names.TryGet(frame.Sender, out _))
            return false;
        if (frame.IsReceipt)
            _session.Outbox.ConfirmThrough(frame.Id);
        else if (frame.HasAttachment)
            Transfers().Download(frame.Size);
        Turn(static (self, arrived, now) => self.OnFrame(arrived, now), frame);
        return true;
    }

    /// <summary>One turn under the lock. A bug in it ends this conversation and nothing else.</summary>
    private void Turn(Action<LiveConversation, Frame, TimeSpan> action, in Frame frame)
    {
        bool hasNews;
        lock (_gate)
        {
            try
            {
                if (_phase != ConversationPhase.Failed)
                    action(this, frame, _services.Scheduler.Now);
            }
            catch (Exception fault)
            {
                _phase = ConversationPhase.Failed;
                _journal.Faulted(fault);
            }
            (hasNews, _hasNews) = (_hasNews, false);
        }
        if (hasNews)
            Volatile.Read(ref _link)?.Wake();
    }

    private void OnDue(TimeSpan now)
    {
        if (now < DueAt || _isQuiet)
            return; // moved while it was being called
        switch (_phase)
        {
            case ConversationPhase.Staggered:
                Connect(now);
                break;
            case ConversationPhase.Bootstrapping:
                WakeUp(now);
                break;
            case ConversationPhase.Awake:
                OnMachineDue(now);
                break;
        }
    }

    private void Connect(TimeSpan now)
    {
        _phase = ConversationPhase.Bootstrapping;
        LinkContext context = new(_session, this, _journal, _services.Scheduler, _user.TlsRecords);
        _supervision = new LinkSupervisor(_services.Links, _user, _config, context).RunAsync(_stop);
        Arm(now + _config.Bootstrap);
    }

    private void WakeUp(TimeSpan now)
    {
        _phase = ConversationPhase.Awake;
        _journal.Awake();
        MoveTo(_config.FirstIdle is { } idle ? ConversationMachine.Start(now, idle) : ConversationMachine.Start(_config.Model, now, ref _random));
        while (_inbox?.TryDequeue(out Frame frame) == true)
            OnFrame(frame, now);
        _inbox = null;
    }

    private void OnMachineDue(TimeSpan now)
    {
        TimeSpan planned = _state.NextDeadline;
        Transition transition = ConversationMachine.OnDeadline(_config.Model, _state, now, ref _random);
        if (transition.Message is { } message)
            Send(transition, message, planned, now);
        MoveTo(transition.State);
    }

    private void Send(in Transition transition, PlannedMessage message, TimeSpan planned, TimeSpan now)
    {
        _sent.Add(message.Id, now);
        _journal.Sent(transition, message, now - planned);
        Enqueue(new OutgoingFrame(_config.Group, message.Id, message.SizeBytes, planned)); // last: a busy link takes it at once, and nobody may log it first
    }

    private void OnFrame(in Frame frame, TimeSpan now)
    {
        if (_phase != ConversationPhase.Awake)
            Keep(frame);
        else if (!_services.Names.TryGet(frame.Sender, out Identifier? sender))
            return; // the link has checked it
        else if (frame.IsReceipt)
            OnReceipt(sender, frame.Id, now);
        else
            OnMessage(sender, frame, now);
    }

    private void OnReceipt(Identifier sender, uint id, TimeSpan now)
    {
        TimeSpan? roundTrip = _sent.Acknowledge(id, now, out bool isFirst);
        if (isFirst)
            _journal.Acknowledged();
        _journal.ReceivedReceipt(_state.Mode, sender, id, roundTrip);
        MoveTo(_state);
    }

    private void OnMessage(Identifier sender, in Frame frame, TimeSpan now)
    {
        if (_replays?.IsRepeated(sender, frame.Id, now) == true)
        {
            _journal.Repeated();
        }
        else
        {
            Transition transition = ConversationMachine.OnReceive(_config.Model, _state, now, ref _random);
            _journal.Received(transition, sender, frame.Id, frame.Size);
            MoveTo(transition.State);
        }
        Enqueue(new OutgoingFrame(sender, frame.Id, Size: 0, PlannedAt: now)); // last, as in Send
    }

    /// <summary>Ends an event: the log has a line for each turn that begins idle.</summary>
    private void MoveTo(in ConversationState state)
    {
        if (state.Mode != _state.Mode)
            _journal.ModeChanged(state.Mode);
        _state = state;
        if (state.Mode == ConversationMode.Idle)
            _journal.Idle();
        Arm(state.NextDeadline);
    }

    private void Arm(TimeSpan dueAt)
    {
        if (!_isQuiet)
            _services.Scheduler.Arm(this, dueAt);
    }

    private void Enqueue(in OutgoingFrame frame)
    {
        _hasNews = true;
        if (!_session.Outbox.Enqueue(frame))
            _journal.Dropped();
    }

    private void Keep(in Frame frame)
    {
        _inbox ??= new Queue<Frame>();
        if (_inbox.Count == InboxLimit)
        {
            _inbox.Dequeue();
            _journal.Dropped();
        }
        _inbox.Enqueue(frame);
    }

    private AttachmentTransfers Transfers()
    {
        lock (_gate)
            return _transfers ??= new AttachmentTransfers(_services.Attachments, _user, _config, _journal, _stop);
    }
}
