using MGen.Messenger.Attachments;
using MGen.Messenger.Links;
using MGen.Messenger.Measurement;
using MGen.Messenger.Scheduling;

namespace MGen.Messenger.Conversations;

/// <summary>What all conversations of a process share.</summary>
/// <param name="Scheduler">The clock, and all deadlines.</param>
/// <param name="Journal">Where they tell what happens.</param>
/// <param name="Links">How they connect.</param>
/// <param name="Attachments">How they transfer attachments.</param>
/// <param name="Names">The names of those they hear from.</param>
/// <param name="Seed">The run's seed, for users without their own.</param>
/// <param name="StaggerScale">Factor of the start stagger; 1 is the original's 0 to 10 s.</param>
internal sealed record ConversationServices(
    DeadlineScheduler Scheduler,
    Journal Journal,
    SupervisorServices Links,
    AttachmentServices Attachments,
    NameCache Names,
    ulong Seed,
    double StaggerScale);
