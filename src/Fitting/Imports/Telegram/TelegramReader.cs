using System.Text.Json;
using MGen.Fitting.Imports.Json;

namespace MGen.Fitting.Imports.Telegram;

/// <summary>
/// Reads Telegram Desktop's <c>result.json</c>: one chat, or an account with its chats in <c>chats.list</c> and
/// <c>left_chats.list</c>. Reactions are fields of a message and have no effect. The only field of an edit that is used
/// is its time, which shows the newest version of a message.
/// </summary>
internal sealed class TelegramReader : IChatReader
{
    /// <summary>The values of a chat's <c>type</c>.</summary>
    public static readonly IReadOnlyList<string> ChatTypes =
    [
        "personal_chat",
        "private_group",
        "private_supergroup",
        "public_supergroup",
        "public_channel",
        "private_channel",
        "bot_chat",
        "saved_messages",
        "verify_codes",
        "replies",
    ];

    public IEnumerable<ImportedChat> Read(Stream input, InputTally tally)
    {
        using JsonCursor json = new(input);
        if (!json.Read() || json.Token != JsonTokenType.StartObject)
            throw json.Broken("does not begin with an object");
        List<ImportedChat> chats = [];
        ReadChat(json, tally, chats);
        json.RequireEnd();
        return chats;
    }

    /// <summary>Reads an object to its end: a chat, or an object that contains chats.</summary>
    private static void ReadChat(JsonCursor json, InputTally tally, List<ImportedChat> chats)
    {
        ChatBuilder chat = new();
        string? type = null;
        string? id = null;
        string? name = null;
        long line = json.Line;
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Name == "type" && json.TryReadEntry(out JsonElement typeEntry))
                type = EntryFields.String(typeEntry);
            else if (json.Name == "id" && json.TryReadEntry(out JsonElement idEntry))
                id = EntryFields.Text(idEntry);
            else if (json.Name == "name" && json.TryReadEntry(out JsonElement nameEntry))
                name = EntryFields.String(nameEntry);
            else if (json.Name == "messages")
                ReadMessages(json, tally, chat);
            else if (json.Name is "chats" or "left_chats")
                ReadChats(json, tally, chats);
            else
                json.Skip();
        }
        if (json.Token != JsonTokenType.EndObject)
            throw json.Broken("ends unexpectedly; it may be truncated");
        if (IsNoConversation(type))
            tally.Skip(EntrySkip.NotAConversation, line);
        else if (!chat.IsEmpty)
            chats.Add(Build(chat, type, id, name));
        if (!chat.IsEmpty && type is not null && !ChatTypes.Contains(type))
            tally.Assume(EntryAssumption.UnknownChatType, line);
    }

    /// <summary>
    /// Builds the chat. Its key contains the chat's number, which is the same in all exports of an account.
    /// </summary>
    private static ImportedChat Build(ChatBuilder chat, string? type, string? id, string? name)
    {
        chat.Members.IsGroup = type is "private_group" or "private_supergroup" or "public_supergroup";
        chat.Members.IsDyad = type == "personal_chat";
        return chat.Build() with
        {
            Key = id is null ? null : $"telegram:{type}:{id}",
            IsPersonal = type == "personal_chat",
            Labels = [.. ((string?[])[id, name]).OfType<string>()],
        };
    }

    private static bool IsNoConversation(string? type) =>
        type is "public_channel" or "private_channel" or "bot_chat" or "saved_messages" or "verify_codes" or "replies";

    private static void ReadChats(JsonCursor json, InputTally tally, List<ImportedChat> chats)
    {
        Enter(json, JsonTokenType.StartObject, "chats");
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Name != "list")
            {
                json.Skip();
                continue;
            }
            Enter(json, JsonTokenType.StartArray, "list");
            while (json.Read() && json.Token == JsonTokenType.StartObject)
                ReadChat(json, tally, chats);
        }
    }

    private static void ReadMessages(JsonCursor json, InputTally tally, ChatBuilder chat)
    {
        Enter(json, JsonTokenType.StartArray, "messages");
        while (true)
        {
            long line = json.Line;
            if (!json.TryReadEntry(out JsonElement entry))
                return;
            TelegramMessage.Take(new EntryFields(entry), line, tally, chat);
        }
    }

    private static void Enter(JsonCursor json, JsonTokenType token, string name)
    {
        if (!json.Read() || json.Token != token)
            throw json.Broken($"has a \"{name}\" that is not in Telegram's format");
    }
}
