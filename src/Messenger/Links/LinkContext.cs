using MGen.Messenger.Measurement;
using MGen.Messenger.Scheduling;
using MGen.Model.Configuration;

namespace MGen.Messenger.Links;

/// <summary>What all links of a conversation have in common.</summary>
/// <param name="Session">What outlives the links.</param>
/// <param name="Owner">The conversation.</param>
/// <param name="Journal">Where it tells what happens.</param>
/// <param name="Scheduler">The clock.</param>
/// <param name="Records">How messages are laid into TLS records.</param>
internal sealed record LinkContext(
    ServerSession Session,
    ILinkOwner Owner,
    ConversationJournal Journal,
    DeadlineScheduler Scheduler,
    TlsRecordMode Records
);
