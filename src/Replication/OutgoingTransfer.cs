using MGen.Wire;
using MGen.Wire.Blobs;

namespace MGen.Replication;

/// <summary>
/// A primary's transfer of its state to a new backup. Groups are written one part at a time, as they are then; the inputs applied between two parts
/// travel with the later one, so the receiver's groups stay up to date. New groups are behind the position, hence they are written, too.
/// </summary>
internal sealed class OutgoingTransfer(NodeId target, long id)
{
    private List<PartitionInput> _inputs = [];
    private long _inputBytes;
    private int _nextGroup;
    private TransferPart? _underWay;
    private int _parts;
    private TimeSpan _sentAt;
    private TimeSpan _firstSentAt;

    public NodeId Target => target;

    public long Id => id;

    /// <summary>Bytes of state sent so far, inputs apart.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether the last part was sent. What is applied from then on goes by appends.</summary>
    public bool IsSent { get; private set; }

    /// <summary>Whether the receiver has the last part.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Of a transfer whose last part was sent: how many inputs the state contains.</summary>
    public long EndsAt { get; private set; }

    /// <summary>Adds an input that was just applied.</summary>
    /// <returns>False if too many bytes wait.</returns>
    public bool Add(PartitionInput input, long maxBytes)
    {
        _inputs.Add(input);
        _inputBytes += input.Size;
        return _inputBytes <= maxBytes;
    }

    /// <summary>Whether the receiver does not answer.</summary>
    public bool IsSilent(TimeSpan now, ReplicaSettings settings) => _underWay is not null && now - _firstSentAt >= settings.TransferTimeout;

    /// <summary>The next part, or an overdue one again; <c>null</c> while one is under way.</summary>
    public TransferPart? NextMessage(PartitionState state, long epoch, long term, TimeSpan now, ReplicaSettings settings)
    {
        if (_underWay is null)
        {
            _underWay = CreatePart(state, epoch, term, settings.TransferPartBytes);
            _firstSentAt = now;
        }
        else if (now - _sentAt < settings.RetransmitAfter)
        {
            return null;
        }
        _sentAt = now;
        return _underWay = _underWay with { Epoch = epoch };
    }

    /// <summary>Takes the receiver's answer.</summary>
    /// <returns>Whether it was the one awaited.</returns>
    public bool TakeAnswer(int number)
    {
        if (_underWay is null || number != _underWay.Number)
            return false;
        _underWay = null;
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
