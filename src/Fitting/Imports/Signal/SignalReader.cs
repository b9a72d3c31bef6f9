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

    /// <summary>The service identifier that was last seen with a number.</summary>
    private readonly Dictionary<string, string> _services = new(StringComparer.Ordinal);

    /// <summary>The identities of this input alone: the chats of an input do not depend on the other inputs.</summary>
    private readonly IdentityJoin _own = new();

    public IEnumerable<ImportedChat> Read(Stream input, InputTally tally)
    {
        using JsonCursor json = new(input);
        bool isList = SignalLayout.HasArray(json);
        while (true)
        {
            long line = json.Line;
            if (isList ? !json.TryReadEntry(out JsonElement entry) : !SignalLayout.TryReadLine(json, out entry))
                break;
            Add(SignalParser.Parse(new EntryFields(entry)), line, tally);
        }
        if (isList)
            SignalLayout.ReadRest(json);
        return Build();
    }

    private void Add(SignalEntry entry, long line, InputTally tally)
    {
        if (entry.Rejected is { } reason)
            tally.Reject(reason, line);
        if (entry.Skipped is { } skip)
            tally.Skip(skip, line);
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
            ImportedChat made = Build(chat);
            built.Add(
                first switch
                {
                    { Group: "" } => made, // One file per chat, without the chat's name.
                    { Group: not null } => made with { Key = chat.Key },
                    _ when account is null => made,
                    _ => made with { Key = $"signal-chat:{account}:", KeyPerson = first.Partner.All.First() },
                }
            );
        }
        return built;
    }

    private string ChatOf(SignalChat chat) =>
        chat.Group is { } group ? "signal-group:" + group : "signal-chat:" + _own.Find(chat.Partner.All.First());

    private ImportedChat Build(IEnumerable<(SignalMessage Message, long Line)> messages)
    {
        ChatBuilder chat = new();
        foreach ((SignalMessage message, long line) in messages)
        {
            int author = chat.Author(_own.Find(message.Author.All.First()));
            ChatMessage made = new(message.UnixMilliseconds, author, message.TextBytes, message.MediaBytes);
            if (message.Chat.Group is "")
                chat.Add(made, line); // Times are whole seconds: two messages may have the same one.
            else
                chat.Add(made, new MessageIdentity(message.UnixMilliseconds, 0, line));
        }
        return chat.Build();
    }
}
