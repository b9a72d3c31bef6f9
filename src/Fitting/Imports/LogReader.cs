using MGen.EventLog;
using MGen.Fitting.Chats;
using MGen.Fitting.Models;

namespace MGen.Fitting.Imports;

/// <summary>
/// Reads the messages that users sent from the event log of a run or simulation. A group that occurs in several logs is
/// one chat.
/// </summary>
internal sealed class LogReader : IChatReader
{
    private readonly Dictionary<string, ChatBuilder> _chats = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _members = new(StringComparer.Ordinal);

    public IEnumerable<ImportedChat> Read(Stream input, InputTally tally)
    {
        EventLogReader log = new(input, line => tally.Reject(EntryRejection.BadField, line.LineNumber));
        while (log.TryRead(out LogEvent item))
        {
            if (item.Kind == EventKind.Send)
                Add(item, log.LinesRead, tally);
            // A user who connects to a server may be refused, and is then no member.
            if (item is { Group: { } group, User: { } user, Kind: not (EventKind.Accept or EventKind.Refused) })
                Members(group).Add(user);
        }
        return
        [
            .. _chats.Select(chat =>
            {
                foreach (string user in _members[chat.Key])
                    chat.Value.Members.Join("log:" + user);
                return chat.Value.Build();
            }),
        ];
    }

    private void Add(in LogEvent item, long line, InputTally tally)
    {
        long time = item.UnixNanoseconds / (TimeSpan.NanosecondsPerTick * TimeSpan.TicksPerMillisecond);
        if (!ChatBuilder.IsInRange(time))
        {
            tally.Reject(EntryRejection.DateOutOfRange, line);
            return;
        }
        if (!_chats.TryGetValue(item.Group!, out ChatBuilder? chat))
            _chats.Add(item.Group!, chat = new ChatBuilder("log:" + item.Group));
        chat.Add(
            new ChatMessage(
                time,
                chat.Author("log:" + item.User),
                MessageSizer.BytesOf(item.Amount),
                ChatMessage.NoMedia
            ),
            line
        );
    }

    /// <summary>The users who occur in the lines about a group, except in lines about attempts to join it.</summary>
    private HashSet<string> Members(string group)
    {
        if (!_members.TryGetValue(group, out HashSet<string>? members))
            _members.Add(group, members = new HashSet<string>(StringComparer.Ordinal));
        return members;
    }
}
