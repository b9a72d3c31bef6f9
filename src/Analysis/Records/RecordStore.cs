using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MGen.Analysis.Roster;
using MGen.EventLog;

namespace MGen.Analysis.Records;

/// <summary>
/// Stores the records of a run until all logs are read: in memory up to a limit, then in files. All records of a sender
/// are in one of <see cref="Partitions"/>, so that the join needs the memory of a few partitions only. Thread-safe.
/// </summary>
internal sealed class RecordStore : IDisposable
{
    /// <summary>A 10 GB log yields about 100 million records of 24 bytes: 40 MB per partition.</summary>
    public const int PartitionCount = 64;

    private readonly RecordPartition[] _partitions = new RecordPartition[PartitionCount];
    private readonly long _memoryLimitBytes;
    private readonly Lazy<DirectoryInfo> _directory;
    private long _memoryBytes;

    /// <summary>Creates an empty store.</summary>
    /// <param name="memoryLimitBytes">Bytes of records that stay in memory.</param>
    /// <param name="tempDirectory">
    /// The parent of the directory of the files, which is created only if a file is needed; <c>null</c>: the system's
    /// directory for temporary files.
    /// </param>
    public RecordStore(long memoryLimitBytes, string? tempDirectory)
    {
        _memoryLimitBytes = memoryLimitBytes;
        _directory = new Lazy<DirectoryInfo>(() => TemporaryFiles.CreateDirectory("mgen-analysis-", tempDirectory));
        for (int i = 0; i < PartitionCount; i++)
        {
            string name = $"{i}.records";
            _partitions[i] = new RecordPartition(() => Path.Combine(_directory.Value.FullName, name));
        }
    }

    /// <summary>The partitions.</summary>
    public IReadOnlyList<RecordPartition> Partitions => _partitions;

    /// <summary>The partition of a user's messages.</summary>
    public static int PartitionOf(User sender) => sender.Index % PartitionCount;

    /// <summary>Adds records of one partition.</summary>
    /// <exception cref="TemporaryFilesException">The disk is full, or the files cannot be created.</exception>
    public void Add(int partition, ReadOnlySpan<MessageRecord> block)
    {
        long bytes = (long)block.Length * Unsafe.SizeOf<MessageRecord>();
        if (Interlocked.Add(ref _memoryBytes, bytes) <= _memoryLimitBytes)
            _partitions[partition].Keep(block);
        else
            _partitions[partition].Spill(block);
    }

    /// <summary>Deletes all files.</summary>
    public void Dispose()
    {
        foreach (RecordPartition partition in _partitions)
            partition.Dispose();
        if (_directory.IsValueCreated)
            _directory.Value.Delete(recursive: true);
    }
}

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
    /// <exception cref="TemporaryFilesException">The disk is full, or the file cannot be created.</exception>
    public void Spill(ReadOnlySpan<MessageRecord> block)
    {
        lock (_lock)
        {
            string file = path();
            try
            {
                _file ??= Create(file);
                _file.Write(MemoryMarshal.AsBytes(block));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new TemporaryFilesException(Path.GetDirectoryName(file)!, failure.Message, failure);
            }
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

    private static FileStream Create(string path) =>
        new(
            path,
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            1, // no buffer: each write is a whole block
            FileOptions.DeleteOnClose
        );
}

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
