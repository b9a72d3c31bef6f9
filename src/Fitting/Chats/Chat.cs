namespace MGen.Fitting.Chats;

/// <summary>
/// One chat: its messages in the order of time. An author is the index of a user in the chat's <see cref="ChatSet"/>.
/// </summary>
/// <param name="Messages">All messages, oldest first; messages of equal time are in the order of the export.</param>
/// <param name="EndUnixMilliseconds">
/// End of the observed time, in milliseconds since 1970-01-01: the chat is silent from its last message until then. At
/// least the time of the last message.
/// </param>
/// <param name="Members">
/// Number of members, at least the number of authors. It is taken from the table of members, otherwise from the export;
/// otherwise it is the number of authors. A group whose number of members is in neither source has at least three.
/// </param>
public sealed record Chat(ChatMessage[] Messages, long EndUnixMilliseconds, int Members)
{
    /// <summary>How the number of members is known.</summary>
    public MemberSource MembersFrom { get; init; }

    /// <summary>
    /// Whether the times are local times of the members, as in an export without time zones; otherwise they are UTC.
    /// </summary>
    public bool HasLocalTimes { get; init; }
}

/// <summary>How the number of members of a chat is known.</summary>
public enum MemberSource
{
    /// <summary>
    /// The number of members is the number of authors, because the export names no other members. Silent members are
    /// unknown.
    /// </summary>
    Authors,

    /// <summary>The export gives the number, or names members.</summary>
    Export,

    /// <summary>A table of members gives the number.</summary>
    Table,

    /// <summary>
    /// The chat has one author, and the export says that it is a group but names no members: it has three members.
    /// </summary>
    OneAuthorOfGroup,

    /// <summary>
    /// The chat has one author, and the export does not say whether it is a group: the fit by chat size class counts it
    /// as a chat of two.
    /// </summary>
    OneAuthor,
}

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
