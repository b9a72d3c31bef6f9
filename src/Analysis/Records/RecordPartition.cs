using System.Runtime.InteropServices;

namespace MGen.Analysis.Records;

/// <summary>The records of some users: blocks in memory, followed by a file.</summary>
/// <param name="path">Returns the path of the file, if one is needed.</param>
internal sealed class RecordPartition(Func<string> path) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<MessageRecord[]> _blocks = [];
    private FileStream? _file;
    private long _count;

    /// <summary>Keeps a block in memory.</summary>
    public void Keep(ReadOnlySpan<MessageRecord> block)
    {
        lock (_lock)
        {
            _blocks.Add([.. block]);
            _count += block.Length;
        }
    }

    /// <summary>Writes a block to the file.</summary>
    /// <exception cref="IOException">The disk is full, or the file cannot be created.</exception>
    public void Spill(ReadOnlySpan<MessageRecord> block)
    {
        lock (_lock)
        {
            _file ??= new FileStream(
                path(),
                FileMode.CreateNew,
                FileAccess.ReadWrite,
                FileShare.None,
                1,
                FileOptions.DeleteOnClose
            );
            _file.Write(MemoryMarshal.AsBytes(block));
            _count += block.Length;
        }
    }

    /// <summary>The number of records.</summary>
    public int Count => checked((int)_count);

    /// <summary>Moves all records out of the partition, in no particular order.</summary>
    /// <param name="target">The destination, as long as <see cref="Count"/>.</param>
    public void MoveTo(Span<MessageRecord> target)
    {
        int at = 0;
        foreach (MessageRecord[] block in _blocks)
        {
            block.CopyTo(target[at..]);
            at += block.Length;
        }
        _blocks.Clear();
        if (_file is not null)
        {
            _file.Position = 0;
            _file.ReadExactly(MemoryMarshal.AsBytes(target[at..]));
        }
        Dispose();
    }

    /// <summary>Deletes the file.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }
}
