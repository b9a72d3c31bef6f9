using MGen.Fitting.Chats;

namespace MGen.Fitting.Imports;

/// <summary>
/// Merges the messages of the parts of one chat. Of a message that occurs twice the newest version is kept, and the
/// other one is counted as skipped.
/// </summary>
/// <param name="files">The result of each input.</param>
/// <param name="mixesZones">
/// Whether some parts have times in local time of an unknown zone, and others have true times. If so, the version with
/// the true time is kept.
/// </param>
internal sealed class MessageMerge(IReadOnlyList<ImportedFile> files, bool mixesZones)
{
    private const long QuarterMilliseconds = 15 * 60 * 1_000;
    private const long MostOffsetMilliseconds = 14 * 60 * 60 * 1_000;

    private readonly List<ChatMessage> _messages = [];
    private readonly Dictionary<(long Number, int Author, long Time), Known> _known = [];
    private readonly Dictionary<(long Number, int Author, long InQuarter, bool IsLocal), Known> _byQuarter = [];

    /// <summary>The messages, in the order in which they were added.</summary>
    public IReadOnlyList<ChatMessage> Messages => _messages;

    /// <summary>Adds the messages of a part.</summary>
    /// <param name="messages">The messages; their authors are numbers of users.</param>
    /// <param name="identities">
    /// The identity of each message; <c>null</c>: the messages have none, and duplicates are not detected.
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
        Known own = new(_messages.Count, identity.Version, input, identity.Line, identity.IsLocal);
        (long, int, long) key = (identity.Number, message.Author, message.UnixMilliseconds);
        if (_known.TryGetValue(key, out Known known))
        {
            bool losesZone = own.IsLocal && !known.IsLocal;
            _known[key] = Keep(message, own, known, isNewer: own.Version >= known.Version && !losesZone);
        }
        else if (FindInOtherZone(message, identity) is { } other)
        {
            _known[key] = Keep(message, own, other, isNewer: other.IsLocal);
        }
        else
        {
            _known[key] = own;
            _messages.Add(message);
        }
        if (mixesZones)
            _byQuarter.TryAdd(QuarterKey(message, identity.Number, identity.IsLocal), _known[key]);
    }

    /// <summary>
    /// Finds an earlier version of a message with the other kind of time: one of the two times is local time of an
    /// unknown zone, the other one is not. Both versions have the same number and author, and their times differ by the
    /// offset of a zone: whole quarters of an hour, up to 14 hours.
    /// </summary>
    private Known? FindInOtherZone(in ChatMessage message, in MessageIdentity identity) =>
        mixesZones
        && _byQuarter.TryGetValue(QuarterKey(message, identity.Number, !identity.IsLocal), out Known other)
        && Math.Abs(_messages[other.Index].UnixMilliseconds - message.UnixMilliseconds) <= MostOffsetMilliseconds
            ? other
            : null;

    private static (long Number, int Author, long InQuarter, bool IsLocal) QuarterKey(
        in ChatMessage message,
        long number,
        bool isLocal
    ) => (number, message.Author, message.UnixMilliseconds % QuarterMilliseconds, isLocal);

    /// <summary>Keeps one of two versions of a message, and counts the other one.</summary>
    private Known Keep(in ChatMessage message, in Known own, in Known known, bool isNewer)
    {
        CountDoubled(isNewer ? _messages[known.Index] : message, isNewer ? known : own);
        if (!isNewer)
            return known;
        _messages[known.Index] = message;
        return own with { Index = known.Index };
    }

    private void CountDoubled(in ChatMessage message, in Known known)
    {
        if (files[known.Input].Tally is not { } tally)
            return;
        tally.Skip(EntrySkip.Doubled, known.Line);
        tally.Messages--;
        tally.Media -= message.HasMedia ? 1 : 0;
    }

    private readonly record struct Known(int Index, long Version, int Input, long Line, bool IsLocal);
}
