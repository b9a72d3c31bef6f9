using MGen.Wire;

namespace MGen.Replication.Tests.Simulation;

/// <summary>
/// The table of rows, with compare-and-set. Sometimes it is unavailable or emptied; requests and responses get lost.
/// </summary>
internal sealed class SimTable(World world)
{
    public PartitionConfig?[] Rows { get; } = new PartitionConfig?[world.Schedule.Partitions];

    /// <summary>The incarnation of each partition's last row.</summary>
    public long[] Incarnations { get; } = new long[world.Schedule.Partitions];

    public bool IsAway { get; set; }

    public bool WasEmptied { get; set; }

    public void Empty()
    {
        world.Trace($"the table is emptied");
        Array.Clear(Rows);
        WasEmptied = true;
    }

    public void Read(SimSilo silo, int partition, Action<PartitionConfig?> take) =>
        Call(silo, () => Rows[partition], take, static () => { }, isChange: false);

    public void Change(SimSilo silo, int partition, ConfigChange change, Action<PartitionConfig?> take, Action fail) =>
        Call(silo, () => Apply(silo, partition, change), take, fail, isChange: true);

    private PartitionConfig? Apply(SimSilo proposer, int partition, ConfigChange change)
    {
        PartitionConfig? row = Rows[partition];
        bool isTaken = (row?.Epoch ?? 0) == change.ExpectedEpoch || world.Hole == Hole.LastWriterWins;
        string verb = isTaken ? "changes" : "does not change";
        world.Trace($"{proposer.Id} {verb} partition {partition}: {row} to {change.Next}");
        if (!isTaken)
            return row;
        // Not promised: a change that was in flight when its member died removes the last other replica.
        if (
            !proposer.IsAlive
            && !change.Next.InSync.Any(node => world.FindSilo(node) is { IsAlive: true, IsDeclaredDead: false })
        )
            world.IsBeyondPromise = true;
        bool isNew = change.Next.Incarnation == change.Next.Epoch;
        if (isNew && Incarnations[partition] != 0 && world.IsStrict)
            throw new Violation($"partition {partition}: the state is lost: {row} becomes {change.Next}");
        Incarnations[partition] = change.Next.Incarnation;
        return Rows[partition] = change.Next;
    }

    private void Call<T>(SimSilo silo, Func<T> call, Action<T> take, Action fail, bool isChange)
    {
        long timeout = world.Random.Between(300_000, 1_000_000);
        if (IsLost(silo.Id, World.TableNode))
        {
            silo.After(timeout, fail);
            return;
        }
        world.After(
            world.Delay(),
            () =>
            {
                bool isRefused = isChange && silo.IsDeclaredDead && world.Hole != Hole.DeadMemberChangesRows;
                if (isRefused || IsAway || world.IsCut(silo.Id, World.TableNode))
                {
                    silo.After(timeout, fail);
                    return;
                }
                T result = call();
                if (IsLost(World.TableNode, silo.Id))
                    silo.After(timeout, fail);
                else
                    silo.After(world.Delay(), () => take(result));
            }
        );
    }

    private bool IsLost(NodeId from, NodeId to) =>
        world.IsCut(from, to) || (world.IsFaulty && world.Random.Chance(world.Schedule.DropPerThousand));
}
