using System.Text;
using MGen.Groups;
using MGen.Wire;

namespace MGen.Replication.Tests.Simulation;

/// <summary>What must have arrived, and what may be missing.</summary>
internal sealed class Ledger
{
    private readonly Dictionary<(string Sender, uint Id), long> _sent = [];
    private readonly Dictionary<(string Sender, uint Id), (long Incarnation, int Partition)> _accepted = [];
    private readonly Dictionary<string, long> _mayMiss = [];
    private readonly Dictionary<(int, long), NodeId> _committers = [];

    public void Sent(string sender, uint id, long now) => _sent.TryAdd((sender, id), now);

    public void Accepted(GroupEntry[] entries, long incarnation, int partition)
    {
        foreach (GroupEntry entry in entries)
        {
            if (entry.Kind == EntryKind.Frame)
                _accepted[(Encoding.UTF8.GetString(entry.Frame.Sender), entry.Frame.Id)] = (incarnation, partition);
        }
    }

    public void Dropped(Identifier group, Identifier member, long count) => MayMiss(member.Text, count);

    /// <summary>A gateway died with frames that it had taken and the client may not have.</summary>
    public void Unknown(Identifier client, long count) => MayMiss(client.Text, count);

    public void Committed(int partition, long epoch, NodeId node)
    {
        if (_committers.TryAdd((partition, epoch), node) || _committers[(partition, epoch)] == node)
            return;
        throw new Violation($"{_committers[(partition, epoch)]} and {node} commit in epoch {epoch}");
    }

    /// <summary>What is missing and not accounted for; <c>null</c> if nothing is.</summary>
    public string? FindMissing(World world)
    {
        foreach (SimClient client in world.Clients)
        {
            if (client.Registered is not { } registered)
                continue;
            long missing = 0;
            string first = "";
            foreach (((string sender, uint id), (long incarnation, int partition)) in _accepted)
            {
                if (sender == client.Name.Text || partition != client.Partition || incarnation != registered.Incarnation || world.Table.Rows[partition]?.Incarnation != incarnation
                    || _sent[(sender, id)] <= registered.At || client.Has(sender, id))
                    continue;
                first = missing++ == 0 ? $"{sender} {id}" : first;
            }
            if (missing > _mayMiss.GetValueOrDefault(client.Name.Text))
                return $"{client.Name} lacks {missing} frames, the first {first}; {_mayMiss.GetValueOrDefault(client.Name.Text)} may be missing";
        }
        return null;
    }

    private void MayMiss(string member, long count) => _mayMiss[member] = _mayMiss.GetValueOrDefault(member) + count;
}
