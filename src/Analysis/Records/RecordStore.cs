using System.Runtime.CompilerServices;
using MGen.Analysis.Roster;

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
    /// The directory in which a directory for the files is created if needed; <c>null</c> for the system's.
    /// </param>
    public RecordStore(long memoryLimitBytes, string? tempDirectory)
    {
        _memoryLimitBytes = memoryLimitBytes;
        _directory = new Lazy<DirectoryInfo>(() => CreateDirectory(tempDirectory));
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
    /// <exception cref="IOException">The disk is full.</exception>
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

    private static DirectoryInfo CreateDirectory(string? parent) =>
        parent is null
            ? Directory.CreateTempSubdirectory("mgen-analysis-")
            : Directory.CreateDirectory(Path.Combine(parent, $"mgen-analysis-{Guid.NewGuid():N}"));
}
