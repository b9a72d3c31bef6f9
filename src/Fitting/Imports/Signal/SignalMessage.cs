using MGen.Fitting.Chats;

namespace MGen.Fitting.Imports.Signal;

/// <summary>A message in any of Signal's formats.</summary>
/// <param name="Chat">The chat.</param>
/// <param name="Author">The identities of the sender.</param>
/// <param name="UnixMilliseconds">Time of sending. Together with the author it identifies the message.</param>
/// <param name="TextBytes">Length of the text in bytes of UTF-8.</param>
/// <param name="MediaBytes">As in <see cref="ChatMessage"/>.</param>
internal sealed record SignalMessage(
    SignalChat Chat,
    PersonIds Author,
    long UnixMilliseconds,
    uint TextBytes,
    long MediaBytes
);

/// <summary>A chat: a group with its name among groups, or a chat of two with the other member.</summary>
/// <param name="Group">The group, or the conversation in Signal Desktop; <c>null</c> for a chat of two.</param>
/// <param name="Partner">The other member of a chat of two.</param>
/// <param name="Account">The account that was exported; <c>null</c> if the export does not name it.</param>
internal readonly record struct SignalChat(string? Group, PersonIds Partner, string? Account);

/// <summary>The result of parsing an entry: exactly one field is not <c>null</c>.</summary>
internal readonly record struct SignalEntry(
    SignalMessage? Message,
    EntryRejection? Rejected = null,
    EntrySkip? Skipped = null
)
{
    public static SignalEntry Reject(EntryRejection reason) => new(null, Rejected: reason);

    public static SignalEntry Skip(EntrySkip reason) => new(null, Skipped: reason);
}
