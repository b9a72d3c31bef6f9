using MGen.Messenger.Attachments;
using MGen.Messenger.Links;
using MGen.Model.Configuration;
using MGen.Model.Randomness;
using MGen.Wire;

namespace MGen.Messenger.Conversations;

/// <summary>
/// A conversation through a message server: start stagger, one link of its own, attachments through a web server.
/// </summary>
internal sealed class ServerConversation : LiveConversation, ILinkOwner
{
    private readonly ServerServices _services;
    private readonly UserConfig _user;
    private readonly ConversationConfig _config;
    private readonly ServerSession _session;
    private readonly ReplayFilter? _replays;
    private readonly TimeSpan _stagger;
    private readonly CancellationToken _stop;
    private AttachmentTransfers? _transfers;
    private ServerLink? _link;
    private Task _supervision = Task.CompletedTask;

    public ServerConversation(
        ServerServices services,
        UserConfig user,
        ConversationConfig config,
        CancellationToken stop
    )
        : base(services.Conversations, user, config)
    {
        (_services, _user, _config, _stop) = (services, user, config, stop);
        _session = new ServerSession(user.User, config.Group);
        _stagger = TimeSpan.FromMilliseconds(
            FxHash.StaggerMilliseconds(user.User.Text, config.Group.Text) * services.StaggerScale
        );
        _replays = user.Resume ? new ReplayFilter() : null;
    }

    /// <summary>Ends when the link is down for good, after the stop token was cancelled. Never fails.</summary>
    public Task Supervision => _supervision;

    /// <summary>Frames not handed to a socket yet.</summary>
    public int UnsentCount => _session.Outbox.UnsentCount;

    void ILinkOwner.OnLinkReady(ServerLink link) => Volatile.Write(ref _link, link);

    void ILinkOwner.OnLinkDown() => Volatile.Write(ref _link, null);

    void ILinkOwner.OnGivenUp() => BeQuiet();

    void ILinkOwner.OnSessionLost() =>
        Turn(static (self, _, now) => ((ServerConversation)self)._replays?.Open(now), default(Frame));

    void ILinkOwner.OnFirstWrite(in OutgoingFrame message)
    {
        Journal.HandedOver(message, _services.Conversations.Scheduler);
        if (message.Size > WireLimits.MaxInlineBodyBytes)
            Transfers().Upload(message.Size);
    }

    bool ILinkOwner.OnFrame(in Frame frame)
    {
        Identifier expected = frame.IsReceipt ? _user.User : _config.Group;
        if (!frame.Target.SequenceEqual(expected.Utf8) || !_services.Conversations.Names.TryGet(frame.Sender, out _))
            return false;
        if (frame.IsReceipt)
            _session.Outbox.ConfirmThrough(frame.Id);
        else if (frame.HasAttachment)
            Transfers().Download(frame.Size);
        Accept(frame);
        return true;
    }

    protected override void Begin(TimeSpan now)
    {
        Journal.Waiting(_stagger);
        Wait(now + _stagger);
    }

    protected override void OnWaited(TimeSpan now)
    {
        LinkContext context = new(_session, this, Journal, _services.Conversations.Scheduler, _user.TlsRecords);
        _supervision = new LinkSupervisor(_services.Links, _user, _config, context).RunAsync(_stop);
        Bootstrap(now);
    }

    protected override Model.Conversations.ConversationState WakeUp(TimeSpan now)
    {
        Journal.Awake();
        return StartMachine(now);
    }

    protected override int Send(in OutgoingFrame message) => Enqueue(message);

    protected override int Acknowledge(Identifier sender, uint id, TimeSpan now) =>
        Enqueue(new OutgoingFrame(sender, id, Size: 0, PlannedAt: now));

    protected override void OnNews() => Volatile.Read(ref _link)?.Wake();

    protected override bool IsRepeated(Identifier sender, uint id, TimeSpan now) =>
        _replays?.IsRepeated(sender, id, now) == true;

    private int Enqueue(in OutgoingFrame frame) => _session.Outbox.Enqueue(frame) ? 0 : 1;

    private AttachmentTransfers Transfers()
    {
        lock (Gate)
            return _transfers ??= new AttachmentTransfers(_services.Attachments, _user, _config, Journal, _stop);
    }
}
