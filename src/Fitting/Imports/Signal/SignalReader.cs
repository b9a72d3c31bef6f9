using System.Text.Json;
using MGen.Fitting.Imports.Json;

namespace MGen.Fitting.Imports.Signal;

/// <summary>
/// Reads messages of Signal, one JSON object each: on lines, in an array, or in the array <c>messages</c> of an object. An object is told by its
/// fields to be signal-cli's, Signal Desktop's, or a line of an exporter of whole chats.
/// </summary>
internal sealed class SignalReader : IChatReader
{
    private readonly Dictionary<string, ChatBuilder> _chats = new(StringComparer.Ordinal);

    public IEnumerable<ImportedChat> Read(Stream input, InputTally tally)
    {
        using JsonCursor json = new(input);
        bool isList = SignalLayout.HasArray(json);
        while (true)
        {
            long line = json.Line;
            if (isList ? !json.TryReadEntry(out JsonElement entry) : !SignalLayout.TryReadLine(json, out entry))
                break;
            Add(new EntryFields(entry), line, tally);
        }
        return [.. _chats.Values.Where(chat => !chat.IsEmpty).Select(chat => chat.Build())];
    }

    private void Add(EntryFields fields, long line, InputTally tally)
    {
        (SignalMessage? message, EntryRejection? rejected, EntrySkip? skipped) = SignalMessage.Of(fields);
        if (rejected is { } reason)
            tally.Reject(reason, line);
        if (skipped is { } skip)
            tally.Skip(skip);
        if (message is null)
            return;
        if (!_chats.TryGetValue(message.Chat, out ChatBuilder? chat))
            _chats.Add(message.Chat, chat = new ChatBuilder());
        chat.Add(new(message.UnixMilliseconds, chat.Author("signal:" + message.Author), message.TextBytes, message.MediaBytes));
    }
}
