using MGen.Contract;
using MGen.Wire;

namespace MGen.Groups.Tests;

/// <summary>Groups as plain objects under one lock.</summary>
internal sealed class RulesWorld(GroupLimits limits, bool acceptLate) : EntryWorld(acceptLate)
{
    private readonly Dictionary<Identifier, Group> _groups = [];
    private readonly Lock _turn = new();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override Task ApplyAsync(Identifier group, GroupEntry entry, IMemberPort port)
    {
        lock (_turn)
        {
            if (!_groups.TryGetValue(group, out Group? rules))
                _groups[group] = rules = new Group(group, limits, this);
            rules.Apply(new ConnectionKey(Gateway, entry.Connection), entry, port);
        }
        return Task.CompletedTask;
    }
}
