using MGen.Messenger.Attachments;
using MGen.Messenger.Links;

namespace MGen.Messenger.Conversations;

/// <summary>What all conversations through servers share.</summary>
/// <param name="Conversations">What all conversations share.</param>
/// <param name="Links">How they connect.</param>
/// <param name="Attachments">How they transfer attachments.</param>
/// <param name="StaggerScale">Factor of the start stagger; 1 is the original's 0 to 10 s.</param>
internal sealed record ServerServices(
    ConversationServices Conversations,
    SupervisorServices Links,
    AttachmentServices Attachments,
    double StaggerScale
);
