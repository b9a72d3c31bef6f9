using System.Globalization;
using System.Text.Json;
using MGen.Fitting.Chats;
using MGen.Fitting.Imports.Json;

namespace MGen.Fitting.Imports.Telegram;

/// <summary>
/// Reads Telegram Desktop's <c>result.json</c>: one chat, or an account with its chats under <c>chats.list</c> and <c>left_chats.list</c>.
/// Reactions and edits are fields of a message and change nothing.
/// </summary>
internal sealed class TelegramReader : IChatReader
{
    private static readonly string[] Fields = ["type", "date", "date_unixtime", "from", "from_id", "text", "photo", "file", "media_type", "file_size", "photo_file_size"];

    private static readonly string[] SizeFields = ["file_size", "photo_file_size"];

    private static readonly string[] MediaFields = ["photo", "file", "media_type"];

    public IEnumerable<ImportedChat> Read(Stream input, InputTally tally)
    {
        using JsonCursor json = new(input);
        if (!json.Read() || json.Token != JsonTokenType.StartObject)
            throw json.Broken("does not begin with an object");
        List<ImportedChat> chats = [];
        ReadChat(json, tally, chats);
        return chats;
    }

    /// <summary>Reads an object to its end: a chat, or whatever holds chats.</summary>
    private static void ReadChat(JsonCursor json, InputTally tally, List<ImportedChat> chats)
    {
        ChatBuilder chat = new();
        bool isConversation = true;
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Name == "type" && json.TryReadEntry(out JsonElement type))
                isConversation = !IsNoConversation(type);
            else if (json.Name == "messages")
                ReadMessages(json, tally, chat);
            else if (json.Name is "chats" or "left_chats")
                ReadChats(json, tally, chats);
            else
                json.Skip();
        }
        if (json.Token != JsonTokenType.EndObject)
            throw json.Broken("ends in the middle; is it cut off?");
        if (!isConversation)
            tally.Skip(EntrySkip.NotAConversation);
        else if (!chat.IsEmpty)
            chats.Add(chat.Build());
    }

    private static bool IsNoConversation(JsonElement type) => type.ValueKind == JsonValueKind.String
        && type.GetString() is "public_channel" or "private_channel" or "bot_chat" or "saved_messages" or "verify_codes" or "replies";

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
            if (Reject(new EntryFields(entry), tally, chat) is { } reason)
                tally.Reject(reason, line);
        }
    }

    private static void Enter(JsonCursor json, JsonTokenType token, string name)
    {
        if (!json.Read() || json.Token != token)
            throw json.Broken($"has \"{name}\" that is not what Telegram writes");
    }

    /// <summary>Takes a message, or tells why not.</summary>
    private static EntryRejection? Reject(EntryFields fields, InputTally tally, ChatBuilder chat)
    {
        if (!fields.IsObject || fields.Text("type") is not { } type)
            return EntryRejection.BadField;
        if (fields.HasDuplicate(Fields))
            return EntryRejection.DuplicateField;
        if (type != "message")
        {
            tally.Skip(EntrySkip.Service);
            return null;
        }
        if ((fields.Text("from_id") ?? fields.Text("from")) is not { } author)
            return EntryRejection.NoAuthor;
        if (Time(fields) is not { } time)
            return EntryRejection.BadDate;
        if (!ChatBuilder.IsInRange(time))
            return EntryRejection.DateOutOfRange;
        chat.Add(new ChatMessage(time, chat.Author("telegram:" + author), fields.TextBytes("text"), MediaBytes(fields)));
        return null;
    }

    /// <summary>Seconds since 1970 if the export has them, else the local time of the exporting machine.</summary>
    private static long? Time(EntryFields fields)
    {
        if (fields.Whole("date_unixtime") is { } seconds)
            return Math.Abs(seconds) < long.MaxValue / 1_000 ? seconds * 1_000 : long.MaxValue;
        bool isDate = DateTimeOffset.TryParse(fields.Text("date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset local);
        return isDate ? local.ToUnixTimeMilliseconds() : null;
    }

    private static long MediaBytes(EntryFields fields)
    {
        if (!MediaFields.Any(fields.Has))
            return ChatMessage.NoMedia;
        return SizeFields.Select(fields.Whole).FirstOrDefault(size => size > 0) ?? ChatMessage.UnknownMediaBytes;
    }
}
