using System.Globalization;
using System.Text.Json;
using MGen.Fitting.Chats;
using MGen.Fitting.Imports.Json;

namespace MGen.Fitting.Imports.Sam;

/// <summary>
/// Reads a chat of the "Share and Multiply" schema: <c>hash</c>, <c>date_last_message</c>, <c>user_count</c>, and
/// <c>messages</c> keyed by their number, each with <c>date</c>, <c>user</c>, <c>char_count</c>, <c>emoji_count</c>
/// and, optionally, <c>message_type</c>.
/// </summary>
internal sealed class SamReader : IChatReader
{
    /// <summary>Size of an emoji in bytes, as in the original.</summary>
    private const long EmojiBytes = 4;

    private static readonly string[] Fields = ["date", "user", "char_count", "emoji_count", "message_type"];

    private readonly ChatBuilder _chat = new();
    private readonly List<(uint Number, ChatMessage Message)> _messages = [];
    private readonly HashSet<uint> _numbers = [];

    public IEnumerable<ImportedChat> Read(Stream input, InputTally tally)
    {
        using JsonCursor json = new(input);
        if (!json.Read() || json.Token != JsonTokenType.StartObject)
            throw json.Broken("does not begin with an object");
        bool hasMessages = false;
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Name == "messages")
                hasMessages = ReadMessages(json, tally);
            else
                ReadField(json);
        }
        if (!hasMessages)
            throw json.Broken("has no \"messages\"");
        json.RequireEnd();
        foreach ((uint _, ChatMessage message) in _messages.OrderBy(entry => entry.Number))
            _chat.Add(message);
        return [_chat.Build()];
    }

    private void ReadField(JsonCursor json)
    {
        string name = json.Name;
        if (name is not ("date_last_message" or "user_count"))
        {
            json.Skip();
            return;
        }
        json.TryReadEntry(out JsonElement entry);
        if (
            entry.ValueKind != JsonValueKind.Number
            || !entry.TryGetDouble(out double value)
            || Math.Abs(value) > long.MaxValue / 2.0
        )
            throw json.Broken($"has a \"{name}\" that is not a number");
        if (name == "user_count")
            _chat.MemberCount = (int)Math.Clamp(value, 0, int.MaxValue);
        else
            _chat.End = (long)value;
    }

    private bool ReadMessages(JsonCursor json, InputTally tally)
    {
        if (!json.Read() || json.Token != JsonTokenType.StartObject)
            throw json.Broken("has \"messages\" that are not an object");
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            (long line, string number) = (json.Line, json.Name);
            json.TryReadEntry(out JsonElement entry);
            if (Reject(number, new EntryFields(entry), tally) is { } reason)
                tally.Reject(reason, line);
        }
        return json.Token == JsonTokenType.EndObject
            ? true
            : throw json.Broken("ends unexpectedly; it may be truncated");
    }

    /// <summary>Adds a message, or returns the reason why it is rejected.</summary>
    private EntryRejection? Reject(string number, EntryFields fields, InputTally tally)
    {
        if (!fields.IsObject || !uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out uint index))
            return EntryRejection.BadField;
        if (fields.HasDuplicate(Fields))
            return EntryRejection.DuplicateField;
        if (fields.Whole("user") is not { } user)
            return EntryRejection.NoAuthor;
        if (
            fields.Whole("date") is not { } date
            || fields.Whole("char_count") is not { } characters
            || fields.Whole("emoji_count") is not { } emoji
        )
            return EntryRejection.BadField;
        if (characters < 0 || emoji < 0)
            return EntryRejection.BadField;
        if (!ChatBuilder.IsInRange(date))
            return EntryRejection.DateOutOfRange;
        if (!_numbers.Add(index))
            return EntryRejection.DuplicateNumber;
        if (fields.Whole("message_type") == (long)SamMessageType.System)
        {
            tally.Skip(EntrySkip.Service);
            return null;
        }
        uint bytes = (uint)
            Math.Min(
                Math.Min(characters, uint.MaxValue) + (EmojiBytes * Math.Min(emoji, uint.MaxValue)),
                uint.MaxValue
            );
        long media = IsMedia(fields.Whole("message_type")) ? ChatMessage.UnknownMediaBytes : ChatMessage.NoMedia;
        _messages.Add(
            (
                index,
                new ChatMessage(date, _chat.Author("sam:" + user.ToString(CultureInfo.InvariantCulture)), bytes, media)
            )
        );
        return null;
    }

    private static bool IsMedia(long? type) =>
        type
            is >= (long)SamMessageType.Media
                and <= (long)SamMessageType.Gif
                and not ((long)SamMessageType.Location or (long)SamMessageType.Contact);
}

/// <summary>The kinds of messages in the "Share and Multiply" data set.</summary>
internal enum SamMessageType
{
    /// <summary>Text.</summary>
    Text = 1,

    /// <summary>A file of unspecified type.</summary>
    Media = 2,

    /// <summary>An image.</summary>
    Image = 3,

    /// <summary>An audio recording.</summary>
    Audio = 4,

    /// <summary>A video.</summary>
    Video = 5,

    /// <summary>A location: a short text on the wire.</summary>
    Location = 6,

    /// <summary>A contact: a short text on the wire.</summary>
    Contact = 7,

    /// <summary>A document.</summary>
    Document = 8,

    /// <summary>A short video (GIF).</summary>
    Gif = 9,

    /// <summary>A notice of the messenger.</summary>
    System = 10,
}
