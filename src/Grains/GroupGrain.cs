namespace MGen.Grains;

/// <summary>One group as a grain. The rules are <see cref="GroupRules"/>; this adds whose turn it is and where the connections are.</summary>
internal sealed class GroupGrain(LocalGateways gateways, GroupLimits limits, IGroupEvents events) : Grain, IGroupGrain
{
    private readonly Dictionary<Guid, long> _seen = [];
    private GroupRules? _rules;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _rules = new GroupRules(GroupKey.NameOf(this), limits, events);
        return Task.CompletedTask;
    }

    public ValueTask SubmitAsync(GroupBatch batch)
    {
        if (!IsNew(batch))
            return ValueTask.CompletedTask;
        foreach (ref readonly GroupEntry entry in batch.Entries.AsSpan())
        {
            ConnectionKey connection = new(batch.Gateway, entry.Connection);
            IMemberPort? port = entry.Kind == EntryKind.Join ? gateways.Find(connection) : null;
            if (entry.Kind != EntryKind.Join || port is not null)
                _rules!.Apply(connection, entry, port);
        }
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
