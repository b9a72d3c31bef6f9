using MGen.Wire;

namespace MGen.Replication;

/// <summary>
/// A primary's transfer of its state to a new backup. Each part contains groups in their state at the time of writing;
/// inputs applied between two parts travel with the later part, so the groups at the receiver stay up to date. Groups
/// created during the transfer are appended to the list of groups, so a later part contains them.
/// </summary>
internal sealed class OutgoingTransfer(NodeId target, long id)
{
    private List<PartitionInput> _inputs = [];
    private long _inputBytes;
    private int _nextGroup;
    private TransferPart? _outstanding;
    private int _parts;
    private TimeSpan _sentAt;
    private TimeSpan _firstSentAt;

    public NodeId Target => target;

    public long Id => id;

    /// <summary>Bytes of state sent so far, without inputs.</summary>
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
    /// Returns the next part, or an overdue one for retransmission; <c>null</c> while one is outstanding.
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
            _outstanding = CreatePart(state, epoch, term, settings.TransferPartBytes);
            _firstSentAt = now;
        }
        else if (now - _sentAt < settings.RetransmitAfter)
        {
            return null;
        }
        _sentAt = now;
        return _outstanding = _outstanding with { Epoch = epoch };
    }

    /// <summary>Takes the receiver's acknowledgement of a part.</summary>
    /// <returns>Whether that part was outstanding.</returns>
    public bool TakeResponse(int number)
    {
        if (_outstanding is null || number != _outstanding.Number)
            return false;
        _outstanding = null;
        IsDone = IsSent;
        return true;
    }

    private TransferPart CreatePart(PartitionState state, long epoch, long term, int maxBytes)
    {
        BlobWriter writer = new();
        if (_parts == 0)
            StateTransfer.WriteLimits(writer, state.Limits);
        byte[] start = writer.ToArray();
        writer.Clear();
        _nextGroup = StateTransfer.WriteGroups(writer, state, _nextGroup, maxBytes);
        IsSent = _nextGroup == state.Groups.Count;
        EndsAt = state.Applied;
        byte[] end = IsSent ? StateTransfer.WriteEnd(state) : [];
        Bytes += writer.Length + end.Length;
        List<PartitionInput> inputs = _inputs;
        _inputs = [];
        _inputBytes = 0;
        return new TransferPart(epoch, term, id, _parts++, inputs, start, writer.ToArray(), end);
    }
}
