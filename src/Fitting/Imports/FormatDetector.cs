using System.Text;
using MGen.Fitting.Imports.Telegram;

namespace MGen.Fitting.Imports;

/// <summary>Detects the format of an input from its first bytes.</summary>
internal static class FormatDetector
{
    /// <summary>Number of bytes that are examined.</summary>
    public const int HeadBytes = 64 << 10;

    /// <summary>Returns the format; <c>null</c> if the format is unknown.</summary>
    public static ChatFormat? Detect(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> text = head.TrimStart(" \t\r\n"u8);
        if (
            text.StartsWith("{"u8)
            || text.StartsWith("[{"u8)
            || text.StartsWith("[\n"u8)
            || text.StartsWith("[\r"u8)
            || text.StartsWith("[ "u8)
        )
            return DetectJson(text);
        if (IsLog(text))
            return ChatFormat.Log;
        return HasHeader(text) && !IsSignalMarkdown(text) ? ChatFormat.WhatsApp : null;
    }

    /// <summary>
    /// Returns, as words of an error message, the messenger and form of an export that is not supported, in some cases
    /// with the form that is supported; <c>null</c> if none is recognised.
    /// </summary>
    public static string? ForeignName(ReadOnlySpan<byte> head)
    {
        if (IsSignalMarkdown(head))
            return "Signal as Markdown, whose data.json can be read";
        if (head.IndexOf("<div class=\"message "u8) >= 0 && head.IndexOf("page_wrap"u8) >= 0)
            return "Telegram as HTML; as JSON it can be read";
        foreach ((string name, string[] fields) in Foreign)
        {
            if (HasAll(head, fields))
                return name;
        }
        return null;
    }

    /// <summary>Frames of Signal's backups as JSON, which the app has exported since 2026.</summary>
    private const string SignalBackup = "Signal's own export (main.jsonl); records of Signal Desktop can be read";

    private static readonly (string Name, string[] Fields)[] Foreign =
    [
        (SignalBackup, ["backupTimeMs"]),
        (SignalBackup, ["chatItem", "authorId"]),
        ("Facebook Messenger or Instagram", ["sender_name", "timestamp_ms"]),
        ("Discord", ["guild", "channel", "messages"]),
        ("Discord", ["author", "timestamp", "content"]),
        ("Slack", ["client_msg_id"]),
        ("Slack", ["ts", "user", "text"]),
        ("Google Chat or Hangouts", ["creator", "created_date"]),
        ("Google Chat or Hangouts", ["conversation_state"]),
        ("Skype or Teams", ["MessageList"]),
        ("Matrix", ["event_id", "origin_server_ts"]),
        ("Snapchat", ["Media Type", "Created"]),
    ];

    /// <summary>
    /// Detects JSON formats by fields that occur in one messenger's exports only; names that several messengers use,
    /// such as "messages", are not sufficient alone.
    /// </summary>
    private static ChatFormat? DetectJson(ReadOnlySpan<byte> text)
    {
        if (HasAll(text, ["char_count"]) || HasAll(text, ["date_last_message"]))
            return ChatFormat.Sam;
        if (ForeignName(text) is not null && !HasAll(text, ["from_id"]) && !HasAll(text, ["envelope"]))
            return null;
        bool isDesktop =
            HasAll(text, ["conversationId"])
            && (HasAll(text, ["sent_at"]) || HasAll(text, ["conversations", "messages"]));
        if (
            HasAll(text, ["envelope"])
            || isDesktop
            || HasAll(text, ["sender", "body", "date"])
            || HasAll(text, ["sender", "body", "timestamp"])
        )
            return ChatFormat.Signal;
        bool isTelegram =
            HasAll(text, ["date_unixtime"])
            || HasAll(text, ["from_id"])
            || HasAll(text, ["personal_information"])
            || HasAll(text, ["actor_id"])
            || (HasAll(text, ["chats", "list"]))
            || (HasAll(text, ["messages", "type"]) && HasTelegramType(text));
        return isTelegram ? ChatFormat.Telegram : null;
    }

    private static bool HasTelegramType(ReadOnlySpan<byte> text)
    {
        foreach (string type in TelegramReader.ChatTypes)
        {
            if (text.IndexOf(Encoding.UTF8.GetBytes($"\"{type}\"")) >= 0)
                return true;
        }
        return false;
    }

    private static bool HasAll(ReadOnlySpan<byte> text, ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (text.IndexOf(Encoding.UTF8.GetBytes($"\"{name}\"")) < 0)
                return false;
        }
        return true;
    }

    /// <summary>Whether the text begins like <c>2000-01-01 00:20:01,946686001.000000000,</c>.</summary>
    private static bool IsLog(ReadOnlySpan<byte> text) =>
        text.Length > 31
        && text[4] == (byte)'-'
        && text[7] == (byte)'-'
        && text[10] == (byte)' '
        && text[13] == (byte)':'
        && text[19] == (byte)','
        && text[20..].IndexOf((byte)'.') is > 0 and < 12;

    /// <summary>
    /// Whether the text is the readable form that signal-export writes, with headers like WhatsApp's, and with files
    /// and reactions in Markdown.
    /// </summary>
    private static bool IsSignalMarkdown(ReadOnlySpan<byte> text)
    {
        int reaction = text.IndexOf("\n(- "u8);
        return text.StartsWith("["u8)
            && (
                text.IndexOf("](./media/"u8) >= 0
                || text.IndexOf("] No-Sender:"u8) >= 0
                || (reaction >= 0 && text[reaction..].IndexOf(" -)"u8) >= 0)
            );
    }

    private static bool HasHeader(ReadOnlySpan<byte> text)
    {
        foreach (Range range in text.Split((byte)'\n'))
        {
            string line = Encoding.UTF8.GetString(text[range][..Math.Min(text[range].Length, 240)]);
            if (
                WhatsApp.HeaderParser.TryParse(
                    line.AsSpan(0, Math.Min(line.Length, WhatsApp.HeaderParser.MaxChars)),
                    out _,
                    out _
                )
            )
                return true;
        }
        return false;
    }
}
