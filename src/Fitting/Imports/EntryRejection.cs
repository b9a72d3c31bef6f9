using MGen.Model.Configuration;

namespace MGen.Fitting.Imports;

/// <summary>Why an entry of an export was left out although it should be a message.</summary>
public enum EntryRejection
{
    /// <summary>A date or time that does not exist, such as 31 February.</summary>
    BadDate,

    /// <summary>A date outside the years 1970 to 2199.</summary>
    DateOutOfRange,

    /// <summary>No author.</summary>
    NoAuthor,

    /// <summary>A field is missing or has the wrong type.</summary>
    BadField,

    /// <summary>A field occurs twice, and it is unknown which one is valid.</summary>
    DuplicateField,

    /// <summary>A message number occurs twice; the first message is kept.</summary>
    DuplicateNumber,

    /// <summary>
    /// A line that begins with a date and time in an unknown form, such as with an unknown word for a.m. or p.m.
    /// </summary>
    UnknownHeader,

    /// <summary>WhatsApp: an unknown text written by the app.</summary>
    UnknownMarker,

    /// <summary>WhatsApp: a colon without a space after a text that is not a name elsewhere in the file.</summary>
    UnclearAuthor,

    /// <summary>An unknown type of entry.</summary>
    UnknownType,

    /// <summary>No text, file or other known content.</summary>
    NoContent,

    /// <summary>Text before the first message, as in a file whose beginning is missing.</summary>
    TextBeforeFirst,
}

/// <summary>Why an entry of an export is correctly not a message.</summary>
public enum EntrySkip
{
    /// <summary>A notice of the messenger: a member joined, messages are encrypted.</summary>
    Service,

    /// <summary>A notice of the messenger that contains a colon, such as a group's new name.</summary>
    ServiceWithColon,

    /// <summary>A reaction, receipt, edit or typing notice.</summary>
    Reaction,

    /// <summary>An entry that only controls the chat: a timer, a key, a vote, an update of the group.</summary>
    Control,

    /// <summary>A call.</summary>
    Call,

    /// <summary>A message that its sender or an administrator deleted: its time is known, its size is not.</summary>
    Deleted,

    /// <summary>A message that another entry or input contains too; the newest version counts.</summary>
    Doubled,

    /// <summary>A whole chat that is not a conversation of users, such as a channel or a bot; or a story.</summary>
    NotAConversation,
}

/// <summary>
/// An assumption about an entry that was interpreted as a message. The entry counts as not understood; the first
/// entries of each kind are reported with their lines.
/// </summary>
public enum EntryAssumption
{
    /// <summary>
    /// WhatsApp: a short text written by the app that is not a known placeholder; interpreted as a file that the
    /// export omits.
    /// </summary>
    UnknownPlaceholder,

    /// <summary>WhatsApp: words in angle brackets at the end of a text; read as the app's mark of an edit.</summary>
    UnknownEditMark,

    /// <summary>
    /// WhatsApp: a file name with words in parentheses that no known language uses; interpreted as a file.
    /// </summary>
    UnknownAttachment,

    /// <summary>A file that is not in the export; its size is unknown.</summary>
    FileNotInExport,

    /// <summary>
    /// WhatsApp: a date and time of another form than the file's first one, as in a chat pasted into a message;
    /// interpreted as a message.
    /// </summary>
    OtherHeaderForm,

    /// <summary>A message without text and without known content; interpreted as an empty message.</summary>
    EmptyMessage,

    /// <summary>
    /// WhatsApp: an author of one line whose name reads like a sentence of the app; interpreted as a person.
    /// </summary>
    SentenceAsAuthor,

    /// <summary>
    /// WhatsApp: a name that may contain a colon, because each of the author's lines begins with words and a colon;
    /// interpreted as part of the name if each such beginning occurs twice, otherwise as text.
    /// </summary>
    ColonInName,

    /// <summary>
    /// WhatsApp: a name that occurs with and without the tilde of people who are not contacts; interpreted as two
    /// people.
    /// </summary>
    SharedName,

    /// <summary>
    /// WhatsApp: a time more than a day before earlier lines or after later ones, as in a chat pasted into a message;
    /// interpreted as a message.
    /// </summary>
    TimeOutOfOrder,

    /// <summary>
    /// A time more than a day in the future, such as a year of another calendar (2080 in Nepal, 66 in Thailand);
    /// interpreted as a message of that time.
    /// </summary>
    FutureTime,

    /// <summary>
    /// WhatsApp: a chat with the times and lengths of another input's chat and other names, as if another member had
    /// exported it; interpreted as a chat of its own.
    /// </summary>
    OtherMembersExport,

    /// <summary>
    /// Signal: a phone number with two service identifiers, such as of a number that changed hands; interpreted
    /// as one person.
    /// </summary>
    SharedNumber,

    /// <summary>Telegram: a chat of an unknown type; interpreted as a conversation among people.</summary>
    UnknownChatType,

    /// <summary>Telegram: two dates more than a day apart; the Unix time is used.</summary>
    DatesDisagree,

    /// <summary>Telegram: the number of an earlier message with another author or time; both are messages.</summary>
    RepeatedNumber,

    /// <summary>
    /// Telegram: the sender is a group or channel, as of posts and of administrators who are anonymous; interpreted as
    /// one person.
    /// </summary>
    GroupAsAuthor,
}

/// <summary>Counts entries by reason, and keeps the first places of each reason.</summary>
internal sealed class ReasonTally<TReason>(string file)
    where TReason : struct, Enum
{
    /// <summary>Number of places that are kept per reason.</summary>
    private const int MaxPlaces = 5;

    private readonly SortedDictionary<TReason, (long Count, List<ConfigPosition> First)> _entries = [];

    /// <summary>Number of entries.</summary>
    public long Total => _entries.Sum(entry => entry.Value.Count);

    /// <summary>The reasons that occurred, in the order of the enumeration.</summary>
    public IEnumerable<EntryPlaces<TReason>> Places =>
        _entries.Select(entry => new EntryPlaces<TReason>(entry.Key, entry.Value.Count, entry.Value.First));

    /// <summary>The number of entries by reason.</summary>
    public IEnumerable<KeyValuePair<TReason, long>> Counts =>
        _entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Count));

    /// <summary>Adds entries at a line, from 1; 0: without a line.</summary>
    public void Add(TReason reason, long line, int column = 1, long count = 1)
    {
        (long before, List<ConfigPosition> first) = _entries.TryGetValue(reason, out (long, List<ConfigPosition>) known)
            ? known
            : (0, []);
        if (first.Count < MaxPlaces)
            first.Add(new ConfigPosition(file, (int)Math.Min(line, int.MaxValue), line > 0 ? column : 0));
        _entries[reason] = (before + count, first);
    }
}

/// <summary>Number and first places of the entries with one reason.</summary>
/// <typeparam name="TReason">The enumeration of reasons.</typeparam>
/// <param name="Reason">The reason.</param>
/// <param name="Count">Number of entries.</param>
/// <param name="First">Places of the first entries, at most five.</param>
public sealed record EntryPlaces<TReason>(TReason Reason, long Count, IReadOnlyList<ConfigPosition> First)
    where TReason : struct, Enum;

/// <summary>Counts the entries of one input.</summary>
public sealed class InputTally
{
    /// <summary>The share of entries not understood above which an input makes a fit doubtful: 1 %.</summary>
    public const double DoubtfulShare = 0.01;

    private readonly ReasonTally<EntryRejection> _rejected;
    private readonly ReasonTally<EntryAssumption> _assumed;
    private readonly ReasonTally<EntrySkip> _skipped;
    private readonly List<string> _notes = [];

    internal InputTally(string file, ChatFormat format)
    {
        File = file;
        Format = format;
        _rejected = new ReasonTally<EntryRejection>(file);
        _assumed = new ReasonTally<EntryAssumption>(file);
        _skipped = new ReasonTally<EntrySkip>(file);
    }

    /// <summary>The input as it was named. Only for standard error: a file's name may be a user's name.</summary>
    public string File { get; }

    /// <summary>The format in which the input was read.</summary>
    public ChatFormat Format { get; }

    /// <summary>Number of chats with at least one message.</summary>
    public int Chats { get; internal set; }

    /// <summary>Number of messages.</summary>
    public long Messages { get; internal set; }

    /// <summary>Number of messages with a media file.</summary>
    public long Media { get; internal set; }

    /// <summary>Entries that should have been messages, by reason.</summary>
    public IEnumerable<KeyValuePair<EntryRejection, long>> Rejected => _rejected.Counts;

    /// <summary>Messages that rest on an assumption, by assumption.</summary>
    public IEnumerable<KeyValuePair<EntryAssumption, long>> Assumed => _assumed.Counts;

    /// <summary>Entries that are not messages, by reason.</summary>
    public IEnumerable<KeyValuePair<EntrySkip, long>> Skipped => _skipped.Counts;

    /// <summary>What was detected or assumed about the whole input, in words; never content of the input.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The first places of the rejected entries, by reason.</summary>
    public IEnumerable<EntryPlaces<EntryRejection>> RejectedPlaces => _rejected.Places;

    /// <summary>The first places of the assumptions.</summary>
    public IEnumerable<EntryPlaces<EntryAssumption>> AssumedPlaces => _assumed.Places;

    /// <summary>The first places of the skipped entries, by reason.</summary>
    public IEnumerable<EntryPlaces<EntrySkip>> SkippedPlaces => _skipped.Places;

    /// <summary>Number of entries that were rejected or rest on an assumption.</summary>
    public long NotUnderstood => _rejected.Total + _assumed.Total;

    /// <summary>
    /// Number of messages that are left out because another entry or input contains the version that counts.
    /// </summary>
    public long Doubled => Skipped.FirstOrDefault(entry => entry.Key == EntrySkip.Doubled).Value;

    /// <summary>
    /// Whether more than <see cref="DoubtfulShare"/> of the entries are not understood, or the input has no message.
    /// </summary>
    public bool IsDoubtful =>
        Messages + Doubled == 0 || NotUnderstood > DoubtfulShare * (Messages + Doubled + _rejected.Total);

    internal void Reject(EntryRejection reason, long line, int column = 1) => _rejected.Add(reason, line, column);

    internal void Assume(EntryAssumption assumption, long line, long count = 1) =>
        _assumed.Add(assumption, line, count: count);

    internal void Skip(EntrySkip reason, long line = 0, long count = 1) => _skipped.Add(reason, line, count: count);

    internal void Note(string text) => _notes.Add(text);
}
