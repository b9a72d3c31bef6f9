using MGen.Contract;
using MGen.Wire;

namespace MGen.Grains.Tests;

/// <summary>Groups as plain objects; a lock is whose turn it is.</summary>
internal sealed class RulesWorld(GroupLimits limits, bool acceptLate) : EntryWorld(acceptLate)
{
    private readonly Dictionary<Identifier, GroupRules> _groups = [];
    private readonly Lock _turn = new();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override Task ApplyAsync(Identifier group, GroupEntry entry, IMemberPort port)
    {
        lock (_turn)
        {
            if (!_groups.TryGetValue(group, out GroupRules? rules))
                _groups[group] = rules = new GroupRules(group, limits, this);
            rules.Apply(new ConnectionKey(Gateway, entry.Connection), entry, port);
        }
        return Task.CompletedTask;
    }
}
