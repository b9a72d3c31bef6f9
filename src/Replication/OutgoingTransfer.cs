using MGen.Wire;

namespace MGen.Replication;

/// <summary>
/// A primary's transfer of its state to a new backup. Each part contains groups in their state at the time of writing;
/// inputs applied between two parts travel with the later part, so the groups at the receiver stay up to date. Groups
/// created during the transfer are appended to the list of groups, so a later part contains them. A group that is too
/// large for a part is written at once, and its bytes are divided among several parts; inputs applied meanwhile travel
/// with the part that follows these parts, because the receiver applies inputs to whole groups only.
/// </summary>
/// <param name="target">The receiver.</param>
/// <param name="id">The transfer's number at this primary.</param>
/// <param name="budget">Bounds the bytes on their way to the receiver.</param>
internal sealed class OutgoingTransfer(NodeId target, long id, TransferBudget budget)
{
    // The groups of the current part, or of several parts if they are too large for one. One buffer for the whole
    // transfer: growing a new one for each part would leave several times its size to the garbage collector.
    private readonly BlobWriter _groups = new();
    private int _groupBytesSent;
    private int _budgeted;
    private List<PartitionInput> _inputs = [];
    private long _inputBytes;
    private int _nextGroup;
    private TransferPart? _outstanding;
    private int _parts;
    private TimeSpan _sentAt;
    private TimeSpan _firstSentAt;

    public NodeId Target => target;

    public long Id => id;

    private bool IsCut => _groupBytesSent < _groups.Length;

    /// <summary>Bytes of state written for the parts so far, without inputs.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether the last part was created. Inputs applied afterwards reach the receiver by appends.</summary>
    public bool IsSent { get; private set; }

    /// <summary>Whether the receiver has the last part.</summary>
    public bool IsDone { get; private set; }

    /// <summary>After the last part was created: how many inputs the transferred state contains.</summary>
    public long EndsAt { get; private set; }

    /// <summary>Adds an input that was just applied, for the next part.</summary>
    /// <returns>False if more bytes of inputs are waiting than allowed.</returns>
    public bool Add(PartitionInput input, long maxBytes)
    {
        _inputs.Add(input);
        _inputBytes += input.Size;
        return _inputBytes <= maxBytes;
    }

    /// <summary>Whether the receiver has not acknowledged the outstanding part in time.</summary>
    public bool IsSilent(TimeSpan now, ReplicaSettings settings) =>
        _outstanding is not null && now - _firstSentAt >= settings.TransferTimeout;

    /// <summary>
    /// Returns the next part, or the outstanding part for retransmission if it is overdue. Returns <c>null</c> while a
    /// part is outstanding and not overdue, or while too many bytes of other partitions are on their way to the
    /// receiver.
    /// </summary>
    public TransferPart? NextMessage(
        PartitionState state,
        long epoch,
        long term,
        TimeSpan now,
        ReplicaSettings settings
    )
    {
        if (_outstanding is null)
        {
            if (!IsCut && !budget.Allows(target))
                return null;
            _outstanding = CreatePart(state, epoch, term, settings.TransferPartBytes);
            _firstSentAt = now;
        }
        else if (now - _sentAt < settings.RetransmitAfter)
        {
            return null;
        }
        _sentAt = now;
        // The row may have changed since the part was created, and the receiver refuses a lower epoch.
        return _outstanding = _outstanding with { Epoch = epoch };
    }

    /// <summary>Takes the receiver's acknowledgement of a part.</summary>
    /// <returns>Whether that part was outstanding.</returns>
    public bool TakeResponse(int number)
    {
        if (_outstanding is null || number != _outstanding.Number)
            return false;
        _outstanding = null;
        if (!IsCut)
            Release();
        IsDone = IsSent;
        return true;
    }

    /// <summary>Ends the transfer without waiting for an outstanding part.</summary>
    public void Stop()
    {
        _outstanding = null;
        Release();
    }

    private void Release()
    {
        budget.Add(target, -_budgeted);
        _budgeted = 0;
    }

    private TransferPart CreatePart(PartitionState state, long epoch, long term, int maxBytes)
    {
        byte[] start = _parts == 0 ? StateTransfer.WriteLimits(state.Limits) : [];
        if (IsCut)
            return new TransferPart(epoch, term, id, _parts++, [], start, NextGroupBytes(maxBytes), [], IsCut);
        _groups.Clear();
        _groupBytesSent = 0;
        _nextGroup = StateTransfer.WriteGroups(_groups, state, _nextGroup, maxBytes);
        byte[] groups = NextGroupBytes(maxBytes);
        // Later inputs reach the receiver by appends, which need a complete state, so the last part is not cut. Nothing
        // is applied between the last group and this line, so the parts contain exactly the first EndsAt inputs.
        IsSent = _nextGroup == state.Groups.Count && !IsCut;
        EndsAt = state.Applied;
        byte[] end = IsSent ? StateTransfer.WriteEnd(state) : [];
        _budgeted = _groups.Length + end.Length;
        budget.Add(target, _budgeted);
        Bytes += _budgeted;
        List<PartitionInput> inputs = _inputs;
        // A new list: the part keeps the old one for its retransmission.
        _inputs = [];
        _inputBytes = 0;
        return new TransferPart(epoch, term, id, _parts++, inputs, start, groups, end, IsCut);
    }

    /// <summary>The next bytes of the groups: all that are left, unless they are much more than allowed.</summary>
    private byte[] NextGroupBytes(int maxBytes)
    {
        ReadOnlySpan<byte> left = _groups.Written[_groupBytesSent..];
        int length = left.Length > maxBytes + (maxBytes / 4) ? maxBytes : left.Length;
        _groupBytesSent += length;
        return left[..length].ToArray();
    }
}

/// <summary>
/// Bounds the bytes of state that have been written for each other node and have not arrived there, for all partitions
/// together. The bound is needed because appends wait behind these bytes, and a backup that does not acknowledge an
/// append in time is removed. It also prevents that several partitions write a large group at the same time, which
/// would stop all partitions meanwhile. One part or large group is allowed, whatever its size. Not thread-safe.
/// </summary>
/// <param name="maxBytes">
/// No further groups are written while this many bytes have not arrived. Default 1 MiB: a few ms of a network.
/// </param>
public sealed class TransferBudget(int maxBytes = 1 << 20)
{
    private readonly Dictionary<NodeId, long> _outstanding = [];

    /// <summary>Whether groups may be written for a node.</summary>
    public bool Allows(NodeId target) => _outstanding.GetValueOrDefault(target) < maxBytes;

    /// <summary>Counts bytes that were written; with a negative number, those that arrived or were given up.</summary>
    public void Add(NodeId target, long bytes)
    {
        long outstanding = _outstanding.GetValueOrDefault(target) + bytes;
        if (outstanding == 0)
            _outstanding.Remove(target);
        else
            _outstanding[target] = outstanding;
    }
}
