using MGen.Fitting.Chats;

namespace MGen.Fitting.Imports;

/// <summary>Gathers the messages of one chat while it is read.</summary>
internal sealed class ChatBuilder(string? key = null)
{
    /// <summary>Earliest accepted time: 1970-01-01.</summary>
    private const long EarliestUnixMilliseconds = 0;

    private readonly Dictionary<string, int> _authors = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly List<ChatMessage> _messages = [];

    /// <summary>First time that is no longer accepted: 2200-01-01.</summary>
    private static readonly long EndUnixMilliseconds = new DateTimeOffset(2200, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>Up to when the chat is known to have been silent.</summary>
    public long? End { get; set; }

    /// <summary>How many people are in it.</summary>
    public int? Members { get; set; }

    /// <summary>Whether its times have no seconds.</summary>
    public bool ToTheMinute { get; set; }

    /// <summary>Whether no message has been added.</summary>
    public bool IsEmpty => _messages.Count == 0;

    public static bool IsInRange(long unixMilliseconds) => unixMilliseconds >= EarliestUnixMilliseconds && unixMilliseconds < EndUnixMilliseconds;

    /// <summary>The index of an author.</summary>
    public int Author(string identity)
    {
        if (!_authors.TryGetValue(identity, out int author))
        {
            _authors.Add(identity, author = _names.Count);
            _names.Add(identity);
        }
        return author;
    }

    /// <summary>Adds a message whose author is an index that <see cref="Author"/> gave.</summary>
    public void Add(in ChatMessage message) => _messages.Add(message);

    public ImportedChat Build() => new(key, _names, _messages, End, Members, ToTheMinute);
}
