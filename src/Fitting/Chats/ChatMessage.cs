namespace MGen.Fitting.Chats;

/// <summary>One message of a chat, without its text: who, when and how large. 24 bytes, since a data set has millions.</summary>
/// <param name="UnixMilliseconds">When it was sent: milliseconds since 1970-01-01 UTC, or of the exporting phone's local time where the export tells no zone.</param>
/// <param name="Author">Who sent it: an index among the authors of the chat while it is imported, among the users of a <see cref="ChatSet"/> after.</param>
/// <param name="TextBytes">Bytes of its text in UTF-8; 0 if there is none.</param>
/// <param name="MediaBytes">Bytes of its media file; <see cref="UnknownMediaBytes"/> or <see cref="NoMedia"/>.</param>
public readonly record struct ChatMessage(long UnixMilliseconds, int Author, uint TextBytes, long MediaBytes)
{
    /// <summary>The message has no media file.</summary>
    public const long NoMedia = -1;

    /// <summary>The message has a media file, and the export does not tell its size.</summary>
    public const long UnknownMediaBytes = 0;

    /// <summary>Whether a media file belongs to it.</summary>
    public bool HasMedia => MediaBytes != NoMedia;
}
