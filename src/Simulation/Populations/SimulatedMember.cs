using MGen.Model.Configuration;
using MGen.Model.Conversations;

namespace MGen.Simulation.Populations;

/// <summary>One user's part in one group, before it begins.</summary>
/// <param name="User">The user's name.</param>
/// <param name="Seed">Seed of the user's draws; <c>null</c> takes the run's.</param>
/// <param name="Model">How the user behaves in this group.</param>
/// <param name="Bootstrap">Wait before the conversation wakes up, counted from the end of its start stagger.</param>
/// <param name="Attachments">What is transferred of the user's large messages, up and down.</param>
public readonly record struct SimulatedMember(string User, ulong? Seed, ConversationModel Model, TimeSpan Bootstrap, AttachmentMode Attachments = AttachmentMode.Full);
