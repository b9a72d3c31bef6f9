using MGen.Messenger.Links;
using MGen.Messenger.Peers;
using MGen.Model.Configuration.Peers;
using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Messenger.Conversations;

/// <summary>
/// A conversation without a server: each frame goes to each recipient's carrier, which the user's other conversations
/// with them share.
/// </summary>
internal sealed class PeerConversation : LiveConversation
{
    private readonly ConversationServices _services;
    private readonly Dictionary<Identifier, PeerCarrier> _recipients;
    private ConversationState _first;

    /// <summary>Prepares the conversation and makes it known to its carriers.</summary>
    public PeerConversation(
        ConversationServices services,
        PeerConfig user,
        PeerConversationConfig config,
        Func<Recipient, TimeSpan, PeerCarrier> carrierOf
    )
        : base(services, user, config)
    {
        _services = services;
        _recipients = config.Recipients.ToDictionary(
            recipient => recipient.User,
            recipient => carrierOf(recipient, config.Retry)
        );
        foreach (PeerCarrier carrier in _recipients.Values)
            carrier.Join(this);
    }

    /// <summary>A frame of this group arrived. The carrier has checked its sender.</summary>
    public void Receive(in Frame frame) => Accept(frame);

    /// <summary>A message is being written to a recipient's connection for the first time.</summary>
    public void OnFirstWrite(in OutgoingFrame message) => Journal.HandedOver(message, _services.Scheduler);

    /// <summary>
    /// As in the original the first idle delay is drawn, and counts, from the start on: the first message is due when
    /// both it and the bootstrap time are over.
    /// </summary>
    protected override void Begin(TimeSpan now)
    {
        _first = StartMachine(now);
        Bootstrap(now);
    }

    /// <summary>
    /// A spell of activity that is under way counts from now, so that the bootstrap time takes nothing of it.
    /// </summary>
    protected override ConversationState WakeUp(TimeSpan now) =>
        _first.Mode == ConversationMode.Active ? StartMachine(now) : _first;

    protected override int Send(in OutgoingFrame message)
    {
        int givenUp = 0;
        foreach (PeerCarrier carrier in _recipients.Values)
            givenUp += carrier.Send(message) ? 0 : 1;
        return givenUp;
    }

    protected override int Acknowledge(Identifier sender, uint id, TimeSpan now) =>
        _recipients[sender].Send(new OutgoingFrame(Group, id, Size: 0, PlannedAt: now)) ? 0 : 1;
}
