namespace MGen.Fitting.Chats;

/// <summary>
/// Author, time and size of one message, without its text. It has 24 bytes, because a data set has millions of
/// messages.
/// </summary>
/// <param name="UnixMilliseconds">
/// Time of sending: milliseconds since 1970-01-01 in UTC, or in local time of the exporting phone if the export has no
/// time zone.
/// </param>
/// <param name="Author">
/// The sender: during the import an index among the chat's authors, afterwards an index among the users of the
/// <see cref="ChatSet"/>.
/// </param>
/// <param name="TextBytes">Length of the text in bytes of UTF-8; 0 without a text.</param>
/// <param name="MediaBytes">
/// Size of the media file in bytes; <see cref="UnknownMediaBytes"/> or <see cref="NoMedia"/>.
/// </param>
public readonly record struct ChatMessage(long UnixMilliseconds, int Author, uint TextBytes, long MediaBytes)
{
    /// <see cref="MediaBytes"/> of a message without a media file.
    public const long NoMedia = -1;

    /// <see cref="MediaBytes"/> of a message whose media file has a size that the export does not give.
    public const long UnknownMediaBytes = 0;

    /// <summary>Whether the message has a media file.</summary>
    public bool HasMedia => MediaBytes != NoMedia;
}
