using MGen.Fitting.Chats;

namespace MGen.Fitting.Imports.Signal;

/// <summary>One message, whatever wrote it down.</summary>
/// <param name="Chat">Which chat it belongs to: a group, or everything that names the partner.</param>
/// <param name="Author">Everything that names who sent it.</param>
/// <param name="UnixMilliseconds">When. With the author it identifies the message.</param>
/// <param name="TextBytes">Bytes of its text.</param>
/// <param name="MediaBytes">As in <see cref="ChatMessage"/>.</param>
internal sealed record SignalMessage(SignalChat Chat, PersonIds Author, long UnixMilliseconds, uint TextBytes, long MediaBytes);

/// <summary>A chat: a group by its name among groups, a chat of two by the partner.</summary>
/// <param name="Group">The group, or the conversation in Signal Desktop; <c>null</c> for a chat of two.</param>
/// <param name="Partner">The partner of a chat of two.</param>
/// <param name="Account">Whose export it is; <c>null</c> if the export does not tell.</param>
internal readonly record struct SignalChat(string? Group, PersonIds Partner, string? Account);

/// <summary>What became of an entry: exactly one is not <c>null</c>.</summary>
internal readonly record struct SignalEntry(SignalMessage? Message, EntryRejection? Rejected = null, EntrySkip? Skipped = null)
{
    public static SignalEntry Of(EntryRejection reason) => new(null, Rejected: reason);

    public static SignalEntry Of(EntrySkip reason) => new(null, Skipped: reason);
}
