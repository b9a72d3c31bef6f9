using MGen.Grains;
using MGen.Wire;

namespace MGen.Gateway;

/// <summary>A group of this process: its turn is taken without a call where its grain is here already.</summary>
internal sealed class ProcessInbox(Identifier group, IGroupGrain grain, LocalGroups groups) : IGroupInbox
{
    private GroupTurn? _turn;

    public string Name => group.Text;

    public bool WantsProbe => false;

    public bool TryApply(Guid gateway, ReadOnlySpan<GroupEntry> entries)
    {
        _turn ??= groups.Find(group);
        if (_turn is null)
            return false;
        if (_turn.TryApply(gateway, entries))
            return true;
        _turn = null;
        return false;
    }

    public ValueTask SubmitAsync(GroupBatch batch) => grain.SubmitAsync(batch);
}
