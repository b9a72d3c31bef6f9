using System.Globalization;
using MGen.Fitting.Chats;
using MGen.Fitting.Imports.Json;

namespace MGen.Fitting.Imports.Telegram;

/// <summary>Parses the entries of a Telegram chat.</summary>
internal static class TelegramMessage
{
    /// <summary>In exports before 2021 the numbers of users, groups and channels begin at multiples of this.</summary>
    private const long OldKindUnit = 1L << 32;

    private const long DaySeconds = 24 * 60 * 60;

    private static readonly string[] Fields =
    [
        "id",
        "type",
        "date",
        "date_unixtime",
        "from",
        "from_id",
        "text",
        "photo",
        "file",
        "media_type",
        "file_size",
        "photo_file_size",
    ];

    private static readonly string[] SizeFields = ["file_size", "photo_file_size"];

    private static readonly string[] MediaFields = ["photo", "file", "media_type", "paid_media"];

    /// <summary>Contents of messages without text or file.</summary>
    private static readonly string[] OtherContents =
    [
        "poll",
        "location_information",
        "live_location_period_seconds",
        "contact_information",
        "place_name",
        "venue",
        "game_title",
        "dice",
        "dice_value",
        "invoice_information",
        "giveaway_information",
        "giveaway",
        "todo_list",
        "story",
    ];

    /// <summary>Adds an entry to the chat as a message, or counts the reason why it is not a message.</summary>
    public static void Take(EntryFields fields, long line, InputTally tally, ChatBuilder chat)
    {
        if (!fields.IsObject || fields.Text("type") is not { } type)
            tally.Reject(EntryRejection.BadField, line);
        else if (fields.HasDuplicate(Fields))
            tally.Reject(EntryRejection.DuplicateField, line);
        else if (type == "service")
            TakeNotice(fields, line, tally, chat);
        else if (type != "message")
            tally.Reject(EntryRejection.UnknownType, line);
        else if (Author(fields) is not { } author)
            tally.Reject(EntryRejection.NoAuthor, line);
        else if (Time(fields) is not { } time)
            tally.Reject(EntryRejection.BadDate, line);
        else if (!ChatBuilder.IsInRange(time))
            tally.Reject(EntryRejection.DateOutOfRange, line);
        else
            Add(
                fields,
                new ChatMessage(time, chat.Author("telegram:" + author), fields.TextBytes("text"), MediaBytes(fields)),
                IsGroup(author),
                line,
                tally,
                chat
            );
    }

    /// <summary>Counts a notice, and takes from it the names of members who joined or left the group.</summary>
    private static void TakeNotice(EntryFields fields, long line, InputTally tally, ChatBuilder chat)
    {
        string? action = fields.Text("action");
        tally.Skip(
            action is "phone_call" or "group_call" or "conference_call" ? EntrySkip.Call : EntrySkip.Service,
            line
        );
        string[] named = [.. fields.List("members").Select(EntryFields.String).OfType<string>()];
        string? actor = fields.Text("actor");
        if (action is "create_group" or "invite_members" or "join_group_by_link" or "join_group_by_request")
        {
            foreach (string name in actor is null ? named : named.Append(actor))
                chat.Members.Join(name);
        }
        else if (action == "remove_members")
        {
            if (actor is not null)
                chat.Members.Join(actor);
            foreach (string name in named)
                chat.Members.Leave(name);
        }
    }

    private static void Add(
        EntryFields fields,
        in ChatMessage message,
        bool isOfGroup,
        long line,
        InputTally tally,
        ChatBuilder chat
    )
    {
        if (message is { TextBytes: 0, HasMedia: false } && !Array.Exists(OtherContents, fields.Has))
            tally.Assume(EntryAssumption.EmptyMessage, line);
        else if (DatesDisagree(fields))
            tally.Assume(EntryAssumption.DatesDisagree, line);
        else if (isOfGroup)
            tally.Assume(EntryAssumption.GroupAsAuthor, line);
        if (fields.Text("from") is { Length: > 0 } name)
            chat.Members.Write(name);
        if (fields.Whole("id") is { } number)
        {
            MessageIdentity identity = Identity(fields, number, line);
            if (chat.IsRepeated(message, identity))
                tally.Assume(EntryAssumption.RepeatedNumber, line);
            chat.Add(message, identity);
        }
        else
            chat.Add(message, line);
    }

    private static MessageIdentity Identity(EntryFields fields, long number, long line) =>
        new(number, fields.Whole("edited_unixtime") ?? 0, line, IsLocal: fields.Whole("date_unixtime") is null);

    /// <summary>
    /// The author: <c>user111</c>, or a name if there is no identifier. Exports before 2021 have a number only: a
    /// user's number is below 2^32, a group's begins at 2^32, and a channel's at 2^33.
    /// </summary>
    private static string? Author(EntryFields fields)
    {
        if (fields.Text("from_id") is not { Length: > 0 } id)
            return fields.Text("from") is { Length: > 0 } name ? name : null;
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            return id;
        string kind = (number / OldKindUnit) switch
        {
            0 => "user",
            1 => "chat",
            2 => "channel",
            _ => "",
        };
        return kind.Length == 0
            ? "user" + id
            : string.Create(CultureInfo.InvariantCulture, $"{kind}{number % OldKindUnit}");
    }

    /// <summary>Whether an author is a group or channel: several people may write under its name.</summary>
    private static bool IsGroup(string author) => IsId(author, "channel") || IsId(author, "chat");

    private static bool IsId(string author, string prefix) =>
        author.StartsWith(prefix, StringComparison.Ordinal) && author.AsSpan(prefix.Length) is [>= '0' and <= '9', ..];

    /// <summary>
    /// Time in milliseconds since 1970-01-01: from Unix seconds if the export has them, otherwise local time of the
    /// exporting machine.
    /// </summary>
    private static long? Time(EntryFields fields)
    {
        if (fields.Whole("date_unixtime") is { } seconds)
            return Math.Abs(seconds) < long.MaxValue / 1_000 ? seconds * 1_000 : long.MaxValue;
        return LocalTime(fields);
    }

    private static long? LocalTime(EntryFields fields)
    {
        bool isDate = DateTimeOffset.TryParse(
            fields.Text("date"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out DateTimeOffset local
        );
        return isDate ? local.ToUnixTimeMilliseconds() : null;
    }

    /// <summary>Whether the two dates of a message are farther apart than any zone's offset.</summary>
    private static bool DatesDisagree(EntryFields fields) =>
        fields.Whole("date_unixtime") is { } seconds
        && LocalTime(fields) is { } local
        && Math.Abs((local / 1_000) - seconds) > DaySeconds;

    private static long MediaBytes(EntryFields fields)
    {
        if (!MediaFields.Any(fields.Has))
            return ChatMessage.NoMedia;
        return SizeFields.Select(fields.Whole).FirstOrDefault(size => size > 0) ?? ChatMessage.UnknownMediaBytes;
    }
}
