namespace MGen.Replication;

/// <summary>
/// The table of the cluster that keeps one row per partition, as one member accesses it. Reads and changes are
/// linearizable: every read that starts after a change has completed sees the change. The table refuses all changes of
/// a member that was declared dead. Thread-safe.
/// </summary>
public interface IPartitionTable
{
    /// <summary>Reads every row.</summary>
    /// <returns>The rows by partition; <c>null</c> for a partition without a row.</returns>
    Task<PartitionConfig?[]> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Carries out a change if the row has the epoch that the change expects.</summary>
    /// <returns>
    /// The row in the table afterwards: the row of the change if the change was carried out, otherwise the unchanged
    /// row.
    /// </returns>
    /// <exception cref="DeadMemberException">This member was declared dead; the row is unchanged.</exception>
    /// <exception cref="Exception">
    /// The table cannot be reached; it is unknown whether the change was carried out.
    /// </exception>
    Task<PartitionConfig?> ChangeAsync(int partition, ConfigChange change, CancellationToken cancellationToken);
}

/// <summary>The table refuses a change because the member that proposes it was declared dead.</summary>
public sealed class DeadMemberException : Exception
{
    /// <summary>Creates the exception.</summary>
    public DeadMemberException()
        : this("this member was declared dead") { }

    /// <summary>Creates the exception with a message.</summary>
    public DeadMemberException(string message)
        : base(message) { }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public DeadMemberException(string message, Exception innerException)
        : base(message, innerException) { }
}

/// <summary>The rows of a cluster that consists of one process.</summary>
/// <param name="partitions">The number of partitions.</param>
public sealed class MemoryPartitionTable(int partitions = PartitionMap.DefaultCount) : IPartitionTable
{
    private readonly Lock _lock = new();
    private readonly PartitionConfig?[] _rows = new PartitionConfig?[partitions];

    /// <inheritdoc/>
    public Task<PartitionConfig?[]> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            // A copy, because the caller reads it after the lock is released.
            return Task.FromResult((PartitionConfig?[])_rows.Clone());
    }

    /// <inheritdoc/>
    public Task<PartitionConfig?> ChangeAsync(int partition, ConfigChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        lock (_lock)
        {
            if ((_rows[partition]?.Epoch ?? 0) == change.ExpectedEpoch)
                _rows[partition] = change.Next;
            return Task.FromResult(_rows[partition]);
        }
    }
}
