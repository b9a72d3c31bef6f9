using System.Globalization;
using System.Text.Json;
using MGen.Fitting.Chats;
using MGen.Fitting.Imports.Json;

namespace MGen.Fitting.Imports.Signal;

/// <summary>One message, whatever wrote it down.</summary>
/// <param name="Chat">Which chat it belongs to.</param>
/// <param name="Author">Who sent it.</param>
/// <param name="UnixMilliseconds">When.</param>
/// <param name="TextBytes">Bytes of its text.</param>
/// <param name="MediaBytes">As in <see cref="ChatMessage"/>.</param>
internal sealed record SignalMessage(string Chat, string Author, long UnixMilliseconds, uint TextBytes, long MediaBytes)
{
    /// <summary>Who exported, where the export does not tell a number.</summary>
    private const string Self = "self";

    private static readonly string[] Fields = ["envelope", "conversationId", "type", "sent_at", "timestamp", "body", "date", "sender"];

    /// <summary>The message of an object, or why there is none.</summary>
    public static (SignalMessage? Message, EntryRejection? Rejected, EntrySkip? Skipped) Of(EntryFields fields)
    {
        if (!fields.IsObject)
            return (null, EntryRejection.BadField, null);
        if (fields.HasDuplicate(Fields))
            return (null, EntryRejection.DuplicateField, null);
        if (fields.Has("envelope"))
            return OfEnvelope(fields.Object("envelope"), fields.Text("account") ?? Self);
        return fields.Has("conversationId") ? OfDesktop(fields) : OfExporter(fields);
    }

    /// <summary>signal-cli: what was received, and what one's other devices sent.</summary>
    private static (SignalMessage?, EntryRejection?, EntrySkip?) OfEnvelope(EntryFields envelope, string account)
    {
        EntryFields sent = envelope.Object("syncMessage").Object("sentMessage");
        EntryFields data = sent.IsObject ? sent : envelope.Object("dataMessage");
        if (!data.IsObject || data.Has("reaction") || data.Has("remoteDelete"))
            return (null, null, EntrySkip.Reaction);
        string? source = envelope.Text("sourceUuid") ?? envelope.Text("source") ?? envelope.Text("sourceNumber");
        string? author = sent.IsObject ? source ?? account : source;
        EntryFields group = data.Object("groupInfo");
        string? partner = sent.IsObject ? sent.Text("destinationUuid") ?? sent.Text("destination") ?? sent.Text("destinationNumber") : author;
        string? chat = group.IsObject ? group.Text("groupId") : partner;
        return Checked(chat, author, data.Whole("timestamp") ?? envelope.Whole("timestamp"), data, "message");
    }

    /// <summary>Signal Desktop's records.</summary>
    private static (SignalMessage?, EntryRejection?, EntrySkip?) OfDesktop(EntryFields fields)
    {
        string? type = fields.Text("type");
        if (type is not ("incoming" or "outgoing"))
            return (null, null, EntrySkip.Service);
        string? author = type == "outgoing" ? Self : fields.Text("sourceServiceId") ?? fields.Text("sourceUuid") ?? fields.Text("source") ?? fields.Text("conversationId");
        return Checked(fields.Text("conversationId"), author, fields.Whole("sent_at") ?? fields.Whole("timestamp"), fields, "body");
    }

    /// <summary>An exporter that writes one file per chat, a message per line: <c>date</c>, <c>sender</c>, <c>body</c>.</summary>
    private static (SignalMessage?, EntryRejection?, EntrySkip?) OfExporter(EntryFields fields)
    {
        if (!fields.Has("date") && !fields.Has("timestamp"))
            return (null, EntryRejection.BadField, null);
        bool isDate = DateTimeOffset.TryParse(fields.Text("date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date);
        return Checked("", fields.Text("sender"), isDate ? date.ToUnixTimeMilliseconds() : fields.Whole("timestamp"), fields, "body");
    }

    private static (SignalMessage?, EntryRejection?, EntrySkip?) Checked(string? chat, string? author, long? time, EntryFields content, string text)
    {
        if (string.IsNullOrEmpty(author))
            return (null, EntryRejection.NoAuthor, null);
        if (chat is null)
            return (null, EntryRejection.BadField, null);
        if (time is not { } milliseconds)
            return (null, EntryRejection.BadDate, null);
        if (!ChatBuilder.IsInRange(milliseconds))
            return (null, EntryRejection.DateOutOfRange, null);
        return (new SignalMessage(chat, author, milliseconds, content.TextBytes(text), Media(content)), null, null);
    }

    /// <summary>The bytes of all attachments together.</summary>
    private static long Media(EntryFields content)
    {
        long[] sizes = [.. content.List("attachments").Select(Size)];
        return sizes.Length > 0 ? sizes.Sum() : content.Has("sticker") && content.Object("sticker").IsObject ? ChatMessage.UnknownMediaBytes : ChatMessage.NoMedia;
    }

    private static long Size(JsonElement attachment) => Math.Clamp(new EntryFields(attachment).Whole("size") ?? 0, 0, uint.MaxValue);
}
