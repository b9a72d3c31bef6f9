using MGen.Messenger.Measurement;
using MGen.Messenger.Scheduling;

namespace MGen.Messenger.Conversations;

/// <summary>What all conversations of a process share.</summary>
/// <param name="Scheduler">The clock, and all deadlines.</param>
/// <param name="Journal">Where they tell what happens.</param>
/// <param name="Names">The names of those they hear from.</param>
/// <param name="Seed">The run's seed, for users without their own.</param>
internal sealed record ConversationServices(DeadlineScheduler Scheduler, Journal Journal, NameCache Names, ulong Seed);
