using System.Collections.Concurrent;
using MGen.Wire;

namespace MGen.Grains;

/// <summary>The groups whose grains are in this process. A gateway that finds a group here takes its turn without a call.</summary>
public sealed class LocalGroups
{
    private readonly ConcurrentDictionary<Identifier, GroupTurn> _groups = new(IdentifierComparer.Instance);

    /// <summary>The turn of a group, or <c>null</c> if its grain is elsewhere or has not been called yet.</summary>
    public GroupTurn? Find(Identifier group) => _groups.GetValueOrDefault(group);

    /// <summary>Lets gateways in.</summary>
    public void Add(Identifier group, GroupTurn turn) => _groups[group] = turn;

    /// <summary>Lets nobody in any more; a turn under way ends first.</summary>
    public void Remove(Identifier group, GroupTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        turn.End();
        _groups.TryRemove(new(group, turn));
    }
}
