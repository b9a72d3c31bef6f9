using System.Text;

namespace MGen.Fitting.Imports;

/// <summary>Tells from its beginning what an input is.</summary>
internal static class FormatDetector
{
    /// <summary>How much of the beginning is looked at, in bytes.</summary>
    public const int HeadBytes = 64 << 10;

    /// <summary>The format; <c>null</c> if it is none of the known ones.</summary>
    public static ChatFormat? Detect(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> text = head.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("{"u8) || text.StartsWith("[{"u8) || text.StartsWith("[\n"u8) || text.StartsWith("[\r"u8) || text.StartsWith("[ "u8))
            return DetectJson(text);
        if (IsLog(text))
            return ChatFormat.Log;
        return HasHeader(text) ? ChatFormat.WhatsApp : null;
    }

    private static ChatFormat? DetectJson(ReadOnlySpan<byte> text)
    {
        bool has(ReadOnlySpan<byte> text, string name) => text.IndexOf(Encoding.UTF8.GetBytes($"\"{name}\"")) >= 0;
        if (has(text, "char_count") || has(text, "date_last_message"))
            return ChatFormat.Sam;
        if (has(text, "envelope") || has(text, "conversationId") || (has(text, "sender") && has(text, "body")))
            return ChatFormat.Signal;
        bool isTelegram = has(text, "date_unixtime") || has(text, "from_id") || has(text, "personal_information") || has(text, "chats") || has(text, "messages");
        return isTelegram ? ChatFormat.Telegram : null;
    }

    /// <summary>As in <c>2000-01-01 00:20:01,946686001.000000000,</c>.</summary>
    private static bool IsLog(ReadOnlySpan<byte> text) =>
        text.Length > 31 && text[4] == (byte)'-' && text[7] == (byte)'-' && text[10] == (byte)' ' && text[13] == (byte)':' && text[19] == (byte)',' && text[20..].IndexOf((byte)'.') is > 0 and < 12;

    private static bool HasHeader(ReadOnlySpan<byte> text)
    {
        foreach (Range range in text.Split((byte)'\n'))
        {
            string line = Encoding.UTF8.GetString(text[range][..Math.Min(text[range].Length, 240)]);
            if (WhatsApp.HeaderParser.TryParse(line.AsSpan(0, Math.Min(line.Length, WhatsApp.HeaderParser.MaxChars)), out _, out _))
                return true;
        }
        return false;
    }
}
