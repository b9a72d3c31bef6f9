using MGen.Wire;

namespace MGen.Replication;

// The receiver's half of a state transfer.
public sealed partial class Replica
{
    private void OnTransferPart(NodeId from, TransferPart part)
    {
        if (_primary is not null || (Config is not null && Config.IsInSync(self) && Config.Epoch >= part.Epoch))
            return; // delayed: its transfer has ended
        _epoch = Math.Max(_epoch, part.Epoch);
        if (_isLeaving)
            _joining = null;
        else if (part.Number == 0 && IsNew(part))
            StartTransfer(part);
        if (_transfer != (part.Term, part.Transfer) || part.Number > _nextPart || (_joining is null && _state is null))
            return; // an acknowledgement would claim that this replica has the part
        _stateEpoch = part.Epoch;
        _stateFrom = from;
        if (part.Number == _nextPart && _joining is not null)
            ApplyPart(part);
        Output.Messages.Add((from, new TransferAcknowledged(part.Epoch, part.Transfer, part.Number)));
    }

    /// <summary>
    /// Whether a part begins a transfer that replaces the last one. A different term means a different primary. The
    /// epoch of that primary is higher, because parts of a lower epoch are refused, but its term may be lower: after
    /// the table was emptied, a primary that has led for long may restore its row when another primary has already
    /// begun to lead.
    /// </summary>
    private bool IsNew(TransferPart part) => part.Term != _transfer.Term || part.Transfer > _transfer.Number;

    private void StartTransfer(TransferPart part)
    {
        DropState();
        BlobReader reader = new(part.Start);
        _joining = new PartitionState(StateTransfer.ReadLimits(ref reader), events) { IsPartial = true };
        _transfer = (part.Term, part.Transfer);
        _nextPart = 0;
        _cutGroups = null;
    }

    private void ApplyPart(TransferPart part)
    {
        PartitionState joining = _joining!;
        // Inputs first: the groups of this part already contain the effect of these inputs.
        foreach (PartitionInput input in part.Inputs)
            joining.Apply(input, part.Term);
        ReadGroups(part, joining);
        _nextPart++;
        if (part.End.Length == 0)
            return;
        StateTransfer.ReadEnd(part.End, joining);
        // Not earlier: a row that names this replica must not give it an incomplete state to lead with.
        _state = joining;
        _joining = null;
        _cutGroups = null;
    }

    /// <summary>Adds the groups of a part. Groups that are cut are added when their last bytes have arrived.</summary>
    private void ReadGroups(TransferPart part, PartitionState joining)
    {
        if (!part.IsCut && _cutGroups is not { Length: > 0 })
        {
            StateTransfer.ReadGroups(part.Groups, joining);
            return;
        }
        _cutGroups ??= new BlobWriter(2 * part.Groups.Length);
        _cutGroups.Append(part.Groups);
        if (part.IsCut)
            return;
        StateTransfer.ReadGroups(_cutGroups.Written, joining);
        _cutGroups.Clear();
    }
}
