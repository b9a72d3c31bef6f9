using MGen.Messenger.Attachments;
using MGen.Messenger.Links;
using MGen.Model.Configuration;
using MGen.Model.Conversations;
using MGen.Model.Randomness;
using MGen.Wire;

namespace MGen.Messenger.Conversations;

/// <summary>
/// A conversation through a message server: stagger, one connection of its own, attachments through a web server.
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
        _services = services;
        _user = user;
        _config = config;
        _stop = stop;
        _session = new ServerSession(user.User, config.Group);
        _stagger = TimeSpan.FromMilliseconds(
            FxHash.StaggerMilliseconds(user.User.Text, config.Group.Text) * services.StaggerScale
        );
        _replays = user.Resume ? new ReplayFilter() : null;
    }

    /// <summary>
    /// Completes after the stop token was cancelled and the last connection has ended, or when the conversation has
    /// given up. Does not fault.
    /// </summary>
    public Task Supervision => _supervision;

    /// <summary>Frames that have not been written to a socket.</summary>
    public int UnsentCount => _session.SendQueue.UnsentCount;

    // Written by the connection's thread; read by the thread that has queued frames.
    void ILinkOwner.OnLinkReady(ServerLink link) => Volatile.Write(ref _link, link);

    void ILinkOwner.OnLinkDown() => Volatile.Write(ref _link, null);

    void ILinkOwner.OnGivenUp() => StopSending();

    void ILinkOwner.OnSessionLost() =>
        RunLocked(static (self, _, now) => ((ServerConversation)self)._replays?.Open(now), default(Frame));

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
        // Done here and not in Accept, because Accept may hold the frame until the wake-up, while the frame's arrival
        // counts immediately.
        if (frame.IsReceipt)
            _session.SendQueue.ConfirmThrough(frame.Id);
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
        // The supervisor runs to its first wait under this conversation's lock. Until then its callbacks enter the lock
        // again, on the same thread.
        _supervision = new LinkSupervisor(_services.Links, _user, _config, context).RunAsync(_stop);
        Bootstrap(now);
    }

    protected override ConversationState WakeUp(TimeSpan now)
    {
        Journal.Awake();
        return StartMachine(now);
    }

    protected override int Send(in OutgoingFrame message) => Enqueue(message);

    protected override int Acknowledge(Identifier sender, uint id, TimeSpan now) =>
        Enqueue(new OutgoingFrame(sender, id, Size: 0, PlannedAt: now));

    // Without a link nothing is lost, because a new link first writes the queued frames.
    protected override void OnFramesQueued() => Volatile.Read(ref _link)?.Wake();

    protected override bool IsRepeated(Identifier sender, uint id, TimeSpan now) =>
        _replays?.IsRepeated(sender, id, now) == true;

    private int Enqueue(in OutgoingFrame frame) => _session.SendQueue.Enqueue(frame) ? 0 : 1;

    private AttachmentTransfers Transfers()
    {
        lock (Gate)
            return _transfers ??= new AttachmentTransfers(_services.Attachments, _user, _config, Journal, _stop);
    }
}

/// <summary>What all conversations through message servers share.</summary>
/// <param name="Conversations">What conversations with and without server share.</param>
/// <param name="Links">What the supervisors of these conversations share.</param>
/// <param name="Attachments">What the attachment transfers of these conversations share.</param>
/// <param name="StaggerScale">Factor of the stagger; 1: 0 to 10 s, as in the original.</param>
internal sealed record ServerServices(
    ConversationServices Conversations,
    SupervisorServices Links,
    AttachmentServices Attachments,
    double StaggerScale
);
