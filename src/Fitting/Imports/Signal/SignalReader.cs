using System.Text.Json;
using MGen.Fitting.Chats;
using MGen.Fitting.Imports.Json;

namespace MGen.Fitting.Imports.Signal;

/// <summary>
/// Reads messages of Signal, one JSON object each: on lines, in an array, or in the array <c>messages</c> of an object.
/// The fields of an object show whether it comes from signal-cli, Signal Desktop, or an exporter of whole chats. Phone
/// numbers and identifiers that occur together belong to one user, so the chats are built after everything has been
/// read.
/// </summary>
/// <param name="persons">Which identities belong to one user, over all inputs.</param>
internal sealed class SignalReader(IdentityJoin persons) : IChatReader
{
    private readonly List<(SignalMessage Message, long Line)> _messages = [];

    /// <summary>The members that entries name or count, by the group's identifier.</summary>
    private readonly Dictionary<string, SignalGroup> _groups = new(StringComparer.Ordinal);

    /// <summary>The service identifier that was last seen with a number.</summary>
    private readonly Dictionary<string, string> _services = new(StringComparer.Ordinal);

    /// <summary>
    /// Which identities belong to one user by this input alone, so that its chats do not depend on the other inputs.
    /// </summary>
    private readonly IdentityJoin _own = new();

    public IEnumerable<ImportedChat> Read(Stream input, InputTally tally)
    {
        using JsonCursor json = new(input);
        bool isList = SignalLayout.HasArray(json, AddConversation);
        while (true)
        {
            long line = json.Line;
            if (isList ? !json.TryReadEntry(out JsonElement entry) : !SignalLayout.TryReadLine(json, out entry))
                break;
            Add(SignalParser.Parse(new EntryFields(entry)), line, tally);
        }
        if (isList)
            SignalLayout.ReadRest(json, AddConversation);
        return Build();
    }

    /// <summary>Takes the number of members from a record of a conversation in Signal Desktop.</summary>
    private void AddConversation(EntryFields fields)
    {
        if (fields.Text("type") != "group" || fields.Text("id") is not { } id)
            return;
        int members = fields.List("membersV2").Count();
        GroupOf(SignalParser.ConversationPrefix + id).Count = members > 0 ? members : null;
    }

    private SignalGroup GroupOf(string group)
    {
        if (!_groups.TryGetValue(group, out SignalGroup? known))
            _groups.Add(group, known = new SignalGroup());
        return known;
    }

    private void Add(SignalEntry entry, long line, InputTally tally)
    {
        if (entry.Rejected is { } reason)
            tally.Reject(reason, line);
        if (entry.Skipped is { } skip)
            tally.Skip(skip, line);
        if (entry.Chat is { Group: { } group } about)
            GroupOf(group).Members.UnionWith(about.Members ?? []);
        if (entry.Message is not { } message)
            return;
        foreach (IdentityJoin join in (IdentityJoin[])[persons, _own])
        {
            join.Join(message.Author.All);
            join.Join(message.Chat.Partner.All);
        }
        if (message.Author is { Number: { } number, Service: { } service })
        {
            if (_services.TryGetValue(number, out string? known) && known != service)
                tally.Assume(EntryAssumption.SharedNumber, line);
            _services[number] = service;
        }
        _messages.Add((message, line));
    }

    private List<ImportedChat> Build()
    {
        string? account = _messages
            .Select(entry => entry.Message.Chat.Account)
            .FirstOrDefault(account => account is not null);
        List<ImportedChat> built = [];
        foreach (var chat in _messages.GroupBy(entry => ChatOf(entry.Message.Chat), StringComparer.Ordinal))
        {
            SignalChat first = chat.First().Message.Chat;
            ImportedChat made = Build([.. chat]);
            built.Add(
                first switch
                {
                    { Group: "" } => made, // One file per chat, without the chat's name.
                    { Group: { } group } => made with { Key = chat.Key, Labels = [NameOf(group)] },
                    _ when account is null => made,
                    _ => made with { Key = $"signal-chat:{account}:", KeyPerson = first.Partner.All.First() },
                }
            );
        }
        return built;
    }

    /// <summary>The identifier of a group or conversation as the export gives it.</summary>
    private static string NameOf(string group) =>
        group.StartsWith(SignalParser.ConversationPrefix, StringComparison.Ordinal)
            ? group[SignalParser.ConversationPrefix.Length..]
            : group;

    private string ChatOf(SignalChat chat) =>
        chat.Group is { } group ? "signal-group:" + group : "signal-chat:" + _own.Find(chat.Partner.All.First());

    private ImportedChat Build(IReadOnlyCollection<(SignalMessage Message, long Line)> messages)
    {
        ChatBuilder chat = new();
        string? group = messages.First().Message.Chat.Group;
        chat.Members.IsDyad = group is null;
        if (group is not null && _groups.TryGetValue(group, out SignalGroup? known))
        {
            chat.Members.IsGroup = true;
            chat.MemberCount = known.Count;
            foreach (string member in known.Members)
                chat.Members.Join("signal:" + member);
        }
        foreach ((SignalMessage message, long line) in messages)
        {
            int author = chat.Author(_own.Find(message.Author.All.First()));
            ChatMessage made = new(message.UnixMilliseconds, author, message.TextBytes, message.MediaBytes);
            if (message.Chat.Group is "")
                chat.Add(made, line); // Times are whole seconds, so two messages may have the same time.
            else
                chat.Add(made, new MessageIdentity(message.UnixMilliseconds, 0, line));
        }
        return chat.Build();
    }
}

/// <summary>
/// The identities of a user: a phone number, a service identifier (UUID), or a name if the export contains nothing
/// else.
/// </summary>
/// <param name="Service">The service identifier; <c>null</c> if the export does not contain it.</param>
/// <param name="Number">The phone number.</param>
/// <param name="Name">The name.</param>
internal readonly record struct PersonIds(string? Service, string? Number, string? Name = null)
{
    /// <summary>Whether there is no identity.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(Service) && string.IsNullOrEmpty(Number) && string.IsNullOrEmpty(Name);

    /// <summary>The identities, the most stable one first.</summary>
    public IEnumerable<string> All
    {
        get
        {
            foreach (string? id in (string?[])[Service, Number, Name])
            {
                if (!string.IsNullOrEmpty(id))
                    yield return "signal:" + id;
            }
        }
    }
}

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

/// <summary>A chat: a group by its identifier, or a chat of two by the other member.</summary>
/// <param name="Group">
/// Identifier of the group, or of the conversation in Signal Desktop, which may also have two members. Empty if the
/// file contains only one chat and does not name it. <c>null</c> for a chat of two in the output of signal-cli.
/// </param>
/// <param name="Partner">The other member of a chat of two.</param>
/// <param name="Account">The account that was exported; <c>null</c> if the export does not name it.</param>
internal readonly record struct SignalChat(string? Group, PersonIds Partner, string? Account)
{
    /// <summary>
    /// Numbers or service identifiers of the members that the entry names; <c>null</c> or empty if it names none.
    /// </summary>
    public IReadOnlyList<string>? Members { get; init; }
}

/// <summary>The members of a group, as far as entries name or count them.</summary>
internal sealed class SignalGroup
{
    /// <summary>Numbers or service identifiers of members.</summary>
    public HashSet<string> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>Number of members, including the account's owner; <c>null</c>: unknown.</summary>
    public int? Count { get; set; }
}

/// <summary>The result of parsing an entry: exactly one of the parameters is not <c>null</c>.</summary>
internal readonly record struct SignalEntry(
    SignalMessage? Message,
    EntryRejection? Rejected = null,
    EntrySkip? Skipped = null
)
{
    /// <summary>The chat that the entry is about, even if the entry has no message; <c>null</c> if unknown.</summary>
    public SignalChat? Chat { get; init; }

    public static SignalEntry Reject(EntryRejection reason) => new(null, Rejected: reason);

    public static SignalEntry Skip(EntrySkip reason) => new(null, Skipped: reason);
}

/// <summary>Finds the messages in a document.</summary>
internal static class SignalLayout
{
    /// <summary>
    /// Moves into the array of messages and returns <c>true</c> if the document is or contains such an array. Otherwise
    /// the document is a sequence of objects; returns <c>false</c>, with the cursor at the first object.
    /// </summary>
    public static bool HasArray(JsonCursor json, Action<EntryFields> conversation)
    {
        if (json.Peek() == JsonTokenType.StartArray)
            return json.Read();
        if (!json.StartsWithProperty("messages", "conversations"))
            return false;
        json.Read();
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Name == "messages" && json.Read() && json.Token == JsonTokenType.StartArray)
                return true;
            Pass(json, conversation);
        }
        throw json.Broken("has no list of \"messages\"");
    }

    /// <summary>Reads the remainder of the document after the array.</summary>
    /// <exception cref="ImportException">The document is truncated, or other text follows it.</exception>
    public static void ReadRest(JsonCursor json, Action<EntryFields> conversation)
    {
        while (json.Peek() is JsonTokenType.PropertyName or JsonTokenType.EndObject)
        {
            json.Read();
            if (json.Token == JsonTokenType.PropertyName)
                Pass(json, conversation);
        }
        json.RequireEnd();
    }

    /// <summary>
    /// Skips the value of a property, except that the records of <c>conversations</c> go to the delegate.
    /// </summary>
    private static void Pass(JsonCursor json, Action<EntryFields> conversation)
    {
        if (json.Name != "conversations" || json.Peek() != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }
        json.Read();
        while (json.TryReadEntry(out JsonElement entry))
            conversation(new EntryFields(entry));
    }

    /// <summary>Reads the next object of a document that is a sequence of objects.</summary>
    public static bool TryReadLine(JsonCursor json, out JsonElement entry)
    {
        entry = default;
        return json.Peek() is not JsonTokenType.None && json.TryReadEntry(out entry);
    }
}
