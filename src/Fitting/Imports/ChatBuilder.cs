using MGen.Fitting.Chats;
using MGen.Fitting.Imports.Membership;

namespace MGen.Fitting.Imports;

/// <summary>Collects the messages of one chat while its input is read.</summary>
internal sealed class ChatBuilder(string? key = null)
{
    /// <summary>Earliest accepted time: 1970-01-01, in milliseconds.</summary>
    private const long EarliestUnixMilliseconds = 0;

    private readonly Dictionary<string, int> _authors = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly List<ChatMessage> _messages = [];
    private readonly List<MessageIdentity> _identities = [];
    private readonly List<int> _lines = [];
    private readonly Dictionary<long, (int Author, long Time)> _byNumber = [];
    private MessagePlace _earliest;
    private MessagePlace _latest;

    /// <summary>The first time that is not accepted: 2200-01-01.</summary>
    private static readonly long EndUnixMilliseconds = new DateTimeOffset(
        2200,
        1,
        1,
        0,
        0,
        0,
        TimeSpan.Zero
    ).ToUnixTimeMilliseconds();

    /// <summary>
    /// The time until which the chat is known to be silent after its last message, in milliseconds since 1970-01-01;
    /// <c>null</c>: unknown.
    /// </summary>
    public long? End { get; set; }

    /// <summary>Number of members; <c>null</c>: unknown.</summary>
    public int? MemberCount { get; set; }

    /// <summary>The members whom the input names, and whether the chat is a group.</summary>
    public MemberNames Members { get; } = new();

    /// <summary>Whether the times have no seconds.</summary>
    public bool ToTheMinute { get; set; }

    /// <summary>Whether the times are local times of the members.</summary>
    public bool HasLocalTimes { get; set; }

    /// <summary>Whether it is a chat of two members.</summary>
    public bool IsPersonal { get; set; }

    /// <summary>Whether no message has been added.</summary>
    public bool IsEmpty => _messages.Count == 0;

    public static bool IsInRange(long unixMilliseconds) =>
        unixMilliseconds >= EarliestUnixMilliseconds && unixMilliseconds < EndUnixMilliseconds;

    /// <summary>Whether an identity is that of an author.</summary>
    public bool IsAuthor(string identity) => _authors.ContainsKey(identity);

    /// <summary>The index of an author; a new author gets the next one.</summary>
    public int Author(string identity)
    {
        if (!_authors.TryGetValue(identity, out int author))
        {
            _authors.Add(identity, author = _names.Count);
            _names.Add(identity);
        }
        return author;
    }

    /// <summary>Adds a message.</summary>
    /// <param name="message">The message; its author is an index returned by <see cref="Author"/>.</param>
    /// <param name="line">Its line, from 1; 0: unknown.</param>
    public void Add(in ChatMessage message, long line = 0)
    {
        if (_messages.Count == 0 || message.UnixMilliseconds < _earliest.UnixMilliseconds)
            _earliest = new MessagePlace(message.UnixMilliseconds, line);
        if (_messages.Count == 0 || message.UnixMilliseconds > _latest.UnixMilliseconds)
            _latest = new MessagePlace(message.UnixMilliseconds, line);
        _messages.Add(message);
        _lines.Add((int)Math.Min(line, int.MaxValue));
    }

    /// <summary>
    /// Adds a message that has a number in its chat. If another message of the chat has no number, the numbers are not
    /// used.
    /// </summary>
    public void Add(in ChatMessage message, in MessageIdentity identity)
    {
        Add(message, identity.Line);
        _identities.Add(identity);
    }

    /// <summary>
    /// Whether an earlier message has the same number and another author or time. A number that is new is remembered.
    /// </summary>
    public bool IsRepeated(in ChatMessage message, in MessageIdentity identity)
    {
        (int Author, long Time) own = (message.Author, message.UnixMilliseconds);
        return !_byNumber.TryAdd(identity.Number, own) && _byNumber[identity.Number] != own;
    }

    public ImportedChat Build() =>
        new(
            key,
            _names,
            _messages,
            End,
            MemberCount,
            ToTheMinute,
            _identities.Count == _messages.Count ? _identities : null,
            _earliest,
            _latest
        )
        {
            IsPersonal = IsPersonal,
            Named = Members,
            HasLocalTimes = HasLocalTimes,
            Lines = _lines,
        };
}
