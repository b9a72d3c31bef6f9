using MGen.Wire;

namespace MGen.Grains;

/// <summary>One group as a grain. What it does is <see cref="Group"/>, one at a time by <see cref="GroupTurn"/>; this is its address in the cluster.</summary>
internal sealed class GroupGrain(LocalGateways gateways, LocalGroups groups, GroupLimits limits, IGroupEvents events) : Grain, IGroupGrain
{
    private readonly Dictionary<Guid, long> _seen = [];
    private Identifier _name = null!;
    private GroupTurn _turn = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _name = GroupKey.NameOf(this);
        _turn = new GroupTurn(new Group(_name, limits, events), gateways);
        groups.Add(_name, _turn);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        groups.Remove(_name, _turn);
        return Task.CompletedTask;
    }

    public ValueTask SubmitAsync(GroupBatch batch)
    {
        if (IsNew(batch))
            _turn.TryApply(batch.Gateway, batch.Entries);
        return ValueTask.CompletedTask;
    }

    /// <summary>A gateway repeats a batch when it could not learn whether it had arrived.</summary>
    private bool IsNew(GroupBatch batch)
    {
        if (_seen.TryGetValue(batch.Gateway, out long last) && batch.Number <= last)
            return false;
        _seen[batch.Gateway] = batch.Number;
        return true;
    }
}
