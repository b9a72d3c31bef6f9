using System.Runtime.InteropServices;
using MGen.Fitting.Chats;

namespace MGen.Fitting.Imports;

/// <summary>
/// Merges the messages of the parts of one chat. Of a message that occurs twice the newest version is kept, and the
/// other one is counted as skipped.
/// </summary>
internal sealed class MessageMerge(IReadOnlyList<ImportedFile> files)
{
    private readonly List<ChatMessage> _messages = [];
    private readonly Dictionary<(long Number, int Author, long Time), Known> _known = [];

    /// <summary>The messages, in the order in which they were added.</summary>
    public IReadOnlyList<ChatMessage> Messages => _messages;

    /// <summary>Adds the messages of a part.</summary>
    /// <param name="messages">The messages; authors are users.</param>
    /// <param name="identities">
    /// The identity of each message; <c>null</c>: they have none, and duplicates are not detected.
    /// </param>
    /// <param name="input">Number of the input.</param>
    public void Add(IReadOnlyList<ChatMessage> messages, IReadOnlyList<MessageIdentity>? identities, int input)
    {
        for (int i = 0; i < messages.Count; i++)
        {
            if (identities is null)
                _messages.Add(messages[i]);
            else
                Add(messages[i], identities[i], input);
        }
    }

    private void Add(in ChatMessage message, in MessageIdentity identity, int input)
    {
        Known own = new(_messages.Count, identity.Version, input, identity.Line);
        ref Known known = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _known,
            (identity.Number, message.Author, message.UnixMilliseconds),
            out bool isDoubled
        );
        if (!isDoubled)
        {
            known = own;
            _messages.Add(message);
        }
        else if (own.Version >= known.Version)
        {
            CountDoubled(_messages[known.Index], known);
            known = own with { Index = known.Index };
            _messages[known.Index] = message;
        }
        else
        {
            CountDoubled(message, own);
        }
    }

    private void CountDoubled(in ChatMessage message, in Known known)
    {
        if (files[known.Input].Tally is not { } tally)
            return;
        tally.Skip(EntrySkip.Doubled, known.Line);
        tally.Messages--;
        tally.Media -= message.HasMedia ? 1 : 0;
    }

    private readonly record struct Known(int Index, long Version, int Input, long Line);
}
