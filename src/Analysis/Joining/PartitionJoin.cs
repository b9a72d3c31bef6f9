using MGen.Analysis.Records;
using MGen.Analysis.Roster;

namespace MGen.Analysis.Joining;

/// <summary>Joins the records of each message, from all logs, partition by partition. Not thread-safe.</summary>
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

    /// <summary>Creates a join that counts into <paramref name="tally"/>.</summary>
    /// <param name="roster">All users, groups and conversations.</param>
    /// <param name="ranks">
    /// The rank of each conversation when conversations are ordered by user, indexed by conversation.
    /// </param>
    /// <param name="rules">The rules by which messages are judged.</param>
    /// <param name="largest">
    /// The number of records of the largest partition. The buffer is allocated once in this size, because the garbage
    /// collector frees large arrays late.
    /// </param>
    /// <param name="tally">Receives the counts.</param>
    public PartitionJoin(RunRoster roster, int[] ranks, JoinRules rules, int largest, JoinTally tally)
    {
        _roster = roster;
        _ranks = ranks;
        _largest = largest;
        _tally = tally;
        _judge = new MessageJudge(rules, tally, _sender);
    }

    /// <summary>Joins one partition.</summary>
    public void Join(RecordPartition partition)
    {
        Span<MessageRecord> records = SortedRecordsOf(partition);
        if (records.IsEmpty)
            return;
        User user = SenderOf(records[0]).User;
        for (int start = 0; start < records.Length; )
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

    /// <summary>Sorts the partition's records into the buffer, which the next partition reuses.</summary>
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

    /// <summary>The sort key: user, then conversation, then message.</summary>
    private ulong KeyOf(in MessageRecord record) => ((ulong)_ranks[record.Sender] << 32) | record.Id;

    private Conversation SenderOf(in MessageRecord record) => _roster.Conversations[record.Sender];

    /// <summary>
    /// Joins the records of the message that begins at <paramref name="start"/>; returns the start of the next one.
    /// </summary>
    private int JoinMessage(Conversation sender, Span<MessageRecord> records, int start)
    {
        int end = start + 1;
        while (
            end < records.Length && records[end].Sender == records[start].Sender && records[end].Id == records[start].Id
        )
            end++;
        Span<MessageRecord> own = records[start..end];
        own.Sort(
            static (a, b) =>
                a.UnixNanoseconds != b.UnixNanoseconds
                    ? a.UnixNanoseconds.CompareTo(b.UnixNanoseconds)
                    : a.Kind.CompareTo(b.Kind)
        );
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
