using System.Globalization;
using System.Text.Json;
using MGen.Fitting.Chats;
using MGen.Fitting.Imports.Json;

namespace MGen.Fitting.Imports.Signal;

/// <summary>
/// Parses records of signal-cli, of Signal Desktop, and of exporters that write <c>date</c>, <c>sender</c>,
/// <c>body</c>.
/// </summary>
internal static class SignalParser
{
    /// <summary>Identity of the exporting user where the export has no phone number.</summary>
    private const string Self = "self";

    /// <summary>
    /// Prefix that distinguishes the identifiers of Signal Desktop's conversations from those of groups.
    /// </summary>
    public const string ConversationPrefix = "conversation:";

    /// <summary>The sender that an exporter writes for entries without one.</summary>
    private const string NoSender = "No-Sender";

    private static readonly string[] Fields =
    [
        "envelope",
        "conversationId",
        "type",
        "sent_at",
        "timestamp",
        "body",
        "date",
        "sender",
    ];

    /// <summary>Contents of signal-cli's envelopes that are not messages.</summary>
    private static readonly (string Field, EntrySkip Reason)[] EnvelopeKinds =
    [
        ("callMessage", EntrySkip.Call),
        ("receiptMessage", EntrySkip.Reaction),
        ("typingMessage", EntrySkip.Reaction),
        ("editMessage", EntrySkip.Reaction),
        ("syncMessage", EntrySkip.Control),
        ("storyMessage", EntrySkip.NotAConversation),
    ];

    /// <summary>Contents of messages that add no text to the conversation.</summary>
    private static readonly (string Field, EntrySkip Reason)[] DataKinds =
    [
        ("reaction", EntrySkip.Reaction),
        ("remoteDelete", EntrySkip.Reaction),
        ("adminDelete", EntrySkip.Reaction),
        ("editMessage", EntrySkip.Reaction),
        ("isExpirationUpdate", EntrySkip.Control),
        ("expirationTimerUpdate", EntrySkip.Control),
        ("groupCallUpdate", EntrySkip.Call),
        ("callHistoryDetails", EntrySkip.Call),
        ("profileKeyUpdate", EntrySkip.Control),
        ("isProfileKeyUpdate", EntrySkip.Control),
        ("pollVote", EntrySkip.Control),
        ("pollTerminate", EntrySkip.Control),
        ("pinMessage", EntrySkip.Control),
        ("unpinMessage", EntrySkip.Control),
        ("isEndSession", EntrySkip.Control),
        ("endSession", EntrySkip.Control),
        ("groupV2Change", EntrySkip.Control),
        ("group_update", EntrySkip.Control),
        ("storyContext", EntrySkip.NotAConversation),
    ];

    /// <summary>Types of Signal Desktop's records that are notices.</summary>
    private static readonly string?[] DesktopNotices =
    [
        "change-number-notification",
        "chat-session-refreshed",
        "contact-removed-notification",
        "conversation-merge",
        "delivery-issue",
        "group",
        "group-v1-migration",
        "group-v2-change",
        "joined-signal-notification",
        "keychange",
        "message-history-unsynced",
        "message-request-response-event",
        "phone-number-discovery",
        "pinned-message-notification",
        "poll-terminate",
        "profile-change",
        "timer-notification",
        "title-transition-notification",
        "universal-timer-notification",
        "verified-change",
    ];

    /// <summary>Contents of messages without text.</summary>
    private static readonly string[] OtherContents =
    [
        "contacts",
        "contact",
        "pollCreate",
        "poll",
        "payment",
        "giftBadge",
        "preview",
        "quote",
    ];

    /// <summary>Parses an object. The result is its message, or the reason why it has none.</summary>
    public static SignalEntry Parse(EntryFields fields)
    {
        if (!fields.IsObject)
            return SignalEntry.Reject(EntryRejection.BadField);
        if (fields.HasDuplicate(Fields))
            return SignalEntry.Reject(EntryRejection.DuplicateField);
        if (fields.Has("jsonrpc"))
            return ParseNotification(fields.Object("params"));
        if (fields.Has("envelope"))
            return ParseEnvelope(fields.Object("envelope"), fields.Text("account"));
        return fields.Has("conversationId") ? ParseDesktop(fields) : ParseExporter(fields);
    }

    /// <summary>
    /// Parses the output of signal-cli as a JSON-RPC service. A notification contains the object that <c>receive</c>
    /// writes. A response to a request contains no message.
    /// </summary>
    private static SignalEntry ParseNotification(EntryFields parameters)
    {
        EntryFields received = parameters.Object("result") is { IsObject: true } result ? result : parameters;
        return received.Has("envelope")
            ? ParseEnvelope(received.Object("envelope"), received.Text("account"))
            : SignalEntry.Skip(EntrySkip.Control);
    }

    /// <summary>
    /// Parses an envelope of signal-cli: a message received, or a message sent by another device of the account.
    /// </summary>
    private static SignalEntry ParseEnvelope(EntryFields envelope, string? account)
    {
        EntryFields sent = envelope.Object("syncMessage").Object("sentMessage");
        EntryFields data = sent.IsObject ? sent : envelope.Object("dataMessage");
        if (!data.IsObject)
            return envelope.FirstSet(EnvelopeKinds) is { } kind
                ? SignalEntry.Skip(kind)
                : SignalEntry.Reject(EntryRejection.NoContent);
        PersonIds source = Person(envelope, "source");
        PersonIds author = sent.IsObject && source.IsEmpty ? new PersonIds(null, account ?? Self) : source;
        PersonIds partner = sent.IsObject ? Person(sent, "destination") : author;
        EntryFields group = data.Object("groupInfo");
        SignalChat chat = new(
            group.IsObject ? group.Text("groupId") : null,
            group.IsObject ? default : partner,
            account
        )
        {
            Members =
            [
                .. group
                    .List("members")
                    .Select(member =>
                        EntryFields.String(member)
                        ?? new EntryFields(member).Text("number")
                        ?? new EntryFields(member).Text("uuid")
                    )
                    .OfType<string>(),
            ],
        };
        return Check(chat, author, data.Whole("timestamp") ?? envelope.Whole("timestamp"), data, "message") with
        {
            Chat = chat,
        };
    }

    /// <summary>
    /// The identities of the person in a role, such as <c>source</c>. signal-cli writes a number and a UUID in two
    /// fields, or, in earlier versions, either of them in one field.
    /// </summary>
    private static PersonIds Person(EntryFields fields, string role)
    {
        string? either = fields.Text(role);
        bool isNumber = either is null || either.StartsWith('+') || either == fields.Text(role + "Number");
        return new PersonIds(
            fields.Text(role + "Uuid") ?? (isNumber ? null : either),
            fields.Text(role + "Number") ?? (isNumber ? either : null)
        );
    }

    /// <summary>Parses a record of Signal Desktop.</summary>
    private static SignalEntry ParseDesktop(EntryFields fields)
    {
        string? type = fields.Text("type");
        if (type is "call-history" or "call")
            return SignalEntry.Skip(EntrySkip.Call);
        if (type == "story")
            return SignalEntry.Skip(EntrySkip.NotAConversation);
        if (type is not ("incoming" or "outgoing"))
            return DesktopNotices.Contains(type)
                ? SignalEntry.Skip(EntrySkip.Service)
                : SignalEntry.Reject(EntryRejection.UnknownType);
        if (fields.IsTrue("deletedForEveryone") || fields.IsTrue("isErased"))
            return SignalEntry.Skip(EntrySkip.Deleted);
        string? conversation = fields.Text("conversationId");
        PersonIds source = new(fields.Text("sourceServiceId") ?? fields.Text("sourceUuid"), fields.Text("source"));
        PersonIds author =
            type == "outgoing" ? new PersonIds(null, null, Self)
            : source.IsEmpty ? new PersonIds(null, null, conversation)
            : source;
        return Check(
            new SignalChat(ConversationPrefix + conversation, default, null),
            author,
            fields.Whole("sent_at") ?? fields.Whole("timestamp"),
            fields,
            "body"
        );
    }

    /// <summary>
    /// Parses an entry of an exporter that writes one file per chat and one message per line: <c>date</c>,
    /// <c>sender</c>, <c>body</c>.
    /// </summary>
    private static SignalEntry ParseExporter(EntryFields fields)
    {
        if (!fields.Has("date") && !fields.Has("timestamp"))
            return SignalEntry.Reject(EntryRejection.BadField);
        if (fields.IsTrue("call") || fields.IsTrue("missed"))
            return SignalEntry.Skip(EntrySkip.Call);
        if (fields.IsTrue("deleted"))
            return SignalEntry.Skip(EntrySkip.Deleted);
        string? sender = fields.Text("sender");
        if (string.IsNullOrEmpty(sender) || sender == NoSender)
            return Content(fields, "body") is null
                ? SignalEntry.Skip(EntrySkip.Service)
                : SignalEntry.Reject(EntryRejection.NoAuthor);
        bool isDate = DateTimeOffset.TryParse(
            fields.Text("date"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out DateTimeOffset date
        );
        return Check(
            new SignalChat("", default, null),
            new PersonIds(null, null, sender),
            isDate ? date.ToUnixTimeMilliseconds() : fields.Whole("timestamp"),
            fields,
            "body"
        );
    }

    private static SignalEntry Check(SignalChat chat, PersonIds author, long? time, EntryFields content, string text)
    {
        if (Content(content, text) is not { } found)
            return WithoutContent(content);
        if (author.IsEmpty)
            return SignalEntry.Reject(EntryRejection.NoAuthor);
        if (chat.Group is null && chat.Partner.IsEmpty)
            return SignalEntry.Reject(EntryRejection.BadField);
        if (time is not { } milliseconds)
            return SignalEntry.Reject(EntryRejection.BadDate);
        if (!ChatBuilder.IsInRange(milliseconds))
            return SignalEntry.Reject(EntryRejection.DateOutOfRange);
        return new SignalEntry(new SignalMessage(chat, author, milliseconds, found.TextBytes, found.MediaBytes));
    }

    /// <summary>
    /// The result for an entry without content: skipped if the entry changes something, otherwise rejected.
    /// </summary>
    private static SignalEntry WithoutContent(EntryFields content)
    {
        if (content.FirstSet(DataKinds) is { } reason)
            return SignalEntry.Skip(reason);
        bool isUpdate = content.Object("groupInfo").Text("type") is { } type && type != "DELIVER";
        return isUpdate || content.Whole("flags") > 0
            ? SignalEntry.Skip(EntrySkip.Control)
            : SignalEntry.Reject(EntryRejection.NoContent);
    }

    /// <summary>
    /// Size of text and files; <c>null</c> if there is no visible content. Reactions and similar entries have no
    /// visible content, even if they have a text.
    /// </summary>
    private static (uint TextBytes, long MediaBytes)? Content(EntryFields content, string text)
    {
        if (content.FirstSet(DataKinds) is EntrySkip.Reaction)
            return null;
        long[] sizes = [.. content.List("attachments").Select(Size)];
        bool hasFile =
            sizes.Length > 0
            || content.Object("sticker").IsObject
            || content.IsTrue("viewOnce")
            || content.IsTrue("isViewOnce")
            || content.IsTrue("hasAttachments");
        uint bytes = content.TextBytes(text);
        uint visible = bytes - Math.Min(bytes, content.TrailingBlanks(text));
        if (
            visible == 0
            && !hasFile
            && !Array.Exists(OtherContents, field => content.List(field).Any() || content.Object(field).IsObject)
        )
            return null;
        return (visible, hasFile ? sizes.Sum() : ChatMessage.NoMedia);
    }

    private static long Size(JsonElement attachment) =>
        Math.Clamp(new EntryFields(attachment).Whole("size") ?? 0, 0, uint.MaxValue);
}
