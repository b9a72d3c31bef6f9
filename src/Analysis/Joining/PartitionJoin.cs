using MGen.Analysis.Records;
using MGen.Analysis.Roster;

namespace MGen.Analysis.Joining;

/// <summary>Brings together what all logs say of each message of some users. Not for several threads.</summary>
internal sealed class PartitionJoin
{
    private readonly RunRoster _roster;
    private readonly int[] _ranks;
    private readonly JoinTally _tally;
    private readonly OpenMessage _message = new();
    private readonly SenderTally _sender = new();
    private readonly MessageJudge _judge;
    private readonly int _largest;
    private MessageRecord[] _records = [];
    private ulong[] _keys = [];

    /// <summary>Counts into <paramref name="tally"/>.</summary>
    /// <param name="roster">Everybody.</param>
    /// <param name="ranks">At the number of each conversation its place when they are ordered by user.</param>
    /// <param name="rules">By what messages are judged.</param>
    /// <param name="largest">Records of the largest partition: room for them is made once, for large arrays are not given back soon.</param>
    /// <param name="tally">Where to count.</param>
    public PartitionJoin(RunRoster roster, int[] ranks, JoinRules rules, int largest, JoinTally tally)
    {
        (_roster, _ranks, _largest, _tally) = (roster, ranks, largest, tally);
        _judge = new MessageJudge(rules, tally, _sender);
    }

    /// <summary>Joins one partition.</summary>
    public void Join(RecordPartition partition)
    {
        Span<MessageRecord> records = SortedRecordsOf(partition);
        if (records.IsEmpty)
            return;
        User user = SenderOf(records[0]).User;
        for (int start = 0; start < records.Length;)
        {
            Conversation sender = SenderOf(records[start]);
            if (sender.User != user)
                _sender.EndUser(user, _tally);
            user = sender.User;
            int end = start;
            while (end < records.Length && records[end].Sender == sender.Index)
                end = JoinMessage(sender, records, end);
            _sender.EndConversation(sender, _tally);
            start = end;
        }
        _sender.EndUser(user, _tally);
    }

    /// <summary>The partition's records; their place is used again for the next one's.</summary>
    private Span<MessageRecord> SortedRecordsOf(RecordPartition partition)
    {
        int count = partition.Count;
        if (_records.Length < count)
            (_records, _keys) = (new MessageRecord[_largest], new ulong[_largest]);
        partition.MoveTo(_records.AsSpan(0, count));
        for (int i = 0; i < count; i++)
            _keys[i] = KeyOf(_records[i]);
        Array.Sort(_keys, _records, 0, count);
        return _records.AsSpan(0, count);
    }

    /// <summary>By user, then by conversation, then by message.</summary>
    private ulong KeyOf(in MessageRecord record) => ((ulong)_ranks[record.Sender] << 32) | record.Id;

    private Conversation SenderOf(in MessageRecord record) => _roster.Conversations[record.Sender];

    /// <summary>Joins the records of the message that begins at <paramref name="start"/>; returns where the next one begins.</summary>
    private int JoinMessage(Conversation sender, Span<MessageRecord> records, int start)
    {
        int end = start + 1;
        while (end < records.Length && records[end].Sender == records[start].Sender && records[end].Id == records[start].Id)
            end++;
        Span<MessageRecord> own = records[start..end];
        own.Sort(static (a, b) => a.UnixNanoseconds != b.UnixNanoseconds ? a.UnixNanoseconds.CompareTo(b.UnixNanoseconds) : a.Kind.CompareTo(b.Kind));
        _message.Open(sender);
        foreach (ref readonly MessageRecord record in own)
        {
            if (record.Kind == RecordKind.Sent)
                Send(sender, record);
            else
                _message.Take(record, _roster.Conversations[record.Member]);
        }
        _judge.Judge(_message);
        return end;
    }

    private void Send(Conversation sender, in MessageRecord record)
    {
        if (_message.IsSent && _message.SentNanoseconds == record.UnixNanoseconds)
        {
            _message.SendAgain();
            return;
        }
        if (_message.IsSent)
        {
            _tally.Renumbered++;
            _judge.Judge(_message);
            _message.Open(sender);
        }
        _message.Send(record);
    }
}
