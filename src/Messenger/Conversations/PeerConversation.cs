using MGen.Messenger.Links;
using MGen.Messenger.Peers;
using MGen.Model.Configuration.Peers;
using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Messenger.Conversations;

/// <summary>
/// A conversation without a server. Each message goes to the carrier of each recipient; conversations of the same user
/// with the same recipient share a carrier.
/// </summary>
internal sealed class PeerConversation : LiveConversation
{
    private readonly ConversationServices _services;
    private readonly Dictionary<Identifier, PeerCarrier> _recipients;
    private ConversationState _first;

    /// <summary>Creates the conversation and registers it with its carriers.</summary>
    public PeerConversation(
        ConversationServices services,
        PeerConfig user,
        PeerConversationConfig config,
        Func<Recipient, TimeSpan, PeerCarrier> carrierFor
    )
        : base(services, user, config)
    {
        _services = services;
        _recipients = config.Recipients.ToDictionary(
            recipient => recipient.User,
            recipient => carrierFor(recipient, config.Retry)
        );
        foreach (PeerCarrier carrier in _recipients.Values)
            // No frame arrives before the swarm has started, so the conversation may be passed to its carriers before
            // its constructor has ended.
            carrier.Join(this);
    }

    /// <summary>Processes a frame of this group. The carrier has checked its sender.</summary>
    public void Receive(in Frame frame) => Accept(frame);

    /// <summary>Called when a message is written to a recipient's connection for the first time.</summary>
    public void OnFirstWrite(in OutgoingFrame message) => Journal.HandedOver(message, _services.Scheduler);

    /// <summary>
    /// As in the original, the first idle delay is drawn at the start of the conversation and counts from the start.
    /// The first message is due when both this delay and the bootstrap wait are over.
    /// </summary>
    protected override void Begin(TimeSpan now)
    {
        _first = StartMachine(now);
        Bootstrap(now);
    }

    /// <summary>
    /// A conversation that starts within an active spell draws the spell at the wake-up, so that the bootstrap wait
    /// does not shorten the spell.
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
