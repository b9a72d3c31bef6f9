using MGen.Analysis.Roster;

namespace MGen.Analysis.Records;

/// <summary>Gathers one reader's records into blocks, at most 1.5 MB in all. Not thread-safe.</summary>
internal sealed class RecordWriter(RecordStore store)
{
    private const int BlockRecords = 1024;

    private readonly MessageRecord[]?[] _blocks = new MessageRecord[RecordStore.PartitionCount][];
    private readonly int[] _lengths = new int[RecordStore.PartitionCount];

    /// <summary>Adds a record about a message of <paramref name="sender"/>.</summary>
    public void Write(
        RecordKind kind,
        long unixNanoseconds,
        Conversation sender,
        uint id,
        Conversation? member = null,
        long blocks = 0
    )
    {
        int partition = RecordStore.PartitionOf(sender.User);
        MessageRecord[] block = _blocks[partition] ??= new MessageRecord[BlockRecords];
        block[_lengths[partition]++] = new MessageRecord(
            unixNanoseconds,
            sender.Index,
            id,
            kind,
            member?.Index ?? 0,
            blocks
        );
        if (_lengths[partition] == BlockRecords)
            Flush(partition);
    }

    /// <summary>Passes everything to the store.</summary>
    public void Flush()
    {
        for (int partition = 0; partition < _blocks.Length; partition++)
            Flush(partition);
    }

    private void Flush(int partition)
    {
        if (_lengths[partition] > 0)
            store.Add(partition, _blocks[partition].AsSpan(0, _lengths[partition]));
        _lengths[partition] = 0;
    }
}
