namespace MGen.Grains;

/// <summary>
/// The turn of a group: whoever is let in has the group's rules to itself. The grain's calls come through here, and so do the gateways of the
/// grain's own process, which need no call for it. Within a turn nothing waits and nobody calls back, so a turn takes microseconds.
/// </summary>
public sealed class GroupTurn
{
    private readonly Lock _lock = new();
    private readonly Group _rules;
    private readonly LocalGateways _gateways;
    private bool _ended;

    /// <summary>Makes the turn of a group.</summary>
    /// <param name="rules">The group; nobody else may use it from now on.</param>
    /// <param name="gateways">Where the connections are that join.</param>
    public GroupTurn(Group rules, LocalGateways gateways) => (_rules, _gateways) = (rules, gateways);

    /// <summary>Applies a gateway's entries, in order.</summary>
    /// <param name="gateway">The gateway process.</param>
    /// <param name="entries">What its connections have for the group.</param>
    /// <returns>False, and nothing was applied, if the group is no longer here.</returns>
    public bool TryApply(Guid gateway, ReadOnlySpan<GroupEntry> entries)
    {
        lock (_lock)
        {
            if (_ended)
                return false;
            foreach (ref readonly GroupEntry entry in entries)
                Apply(new ConnectionKey(gateway, entry.Connection), entry);
            return true;
        }
    }

    /// <summary>The group leaves this process.</summary>
    internal void End()
    {
        lock (_lock)
            _ended = true;
    }

    private void Apply(ConnectionKey connection, in GroupEntry entry)
    {
        IMemberPort? port = entry.Kind == EntryKind.Join ? _gateways.Find(connection) : null;
        if (entry.Kind != EntryKind.Join || port is not null)
            _rules.Apply(connection, entry, port);
    }
}
