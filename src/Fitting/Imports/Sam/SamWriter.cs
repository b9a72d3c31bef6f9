using System.Globalization;
using System.Text.Json;
using MGen.Fitting.Chats;

namespace MGen.Fitting.Imports.Sam;

/// <summary>
/// Writes chats in the schema of the "Share and Multiply" data set: times, sizes and numbers of users, without text or
/// names. Reading the written chats gives the same models.
/// </summary>
public static class SamWriter
{
    /// <summary>Writes one chat.</summary>
    /// <param name="output">Receives the JSON; it is not disposed of.</param>
    /// <param name="chat">The chat.</param>
    /// <param name="hash">The chat's number in the data set.</param>
    public static void Write(Stream output, Chat chat, int hash)
    {
        ArgumentNullException.ThrowIfNull(chat);
        using Utf8JsonWriter json = new(output);
        json.WriteStartObject();
        json.WriteNumber("hash", hash);
        json.WriteNumber("date_last_message", chat.EndUnixMilliseconds);
        json.WriteNumber("user_count", chat.Members);
        json.WriteStartObject("messages");
        for (int i = 0; i < chat.Messages.Length; i++)
        {
            json.WritePropertyName(i.ToString(CultureInfo.InvariantCulture));
            Write(json, chat.Messages[i]);
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, in ChatMessage message)
    {
        json.WriteStartObject();
        json.WriteNumber("date", message.UnixMilliseconds);
        json.WriteNumber("user", message.Author);
        json.WriteNumber(
            "message_type",
            (int)(message.MediaBytes == ChatMessage.UnknownMediaBytes ? SamMessageType.Media : SamMessageType.Text)
        );
        json.WriteNumber("char_count", message.TextBytes + Math.Max(0, message.MediaBytes));
        json.WriteNumber("emoji_count", 0);
        json.WriteEndObject();
    }
}
