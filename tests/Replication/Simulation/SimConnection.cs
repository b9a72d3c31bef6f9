using MGen.Groups;
using MGen.Wire;

namespace MGen.Replication.Tests.Simulation;

/// <summary>A connection at a gateway: frames reach the client in order, after a delay.</summary>
internal sealed class SimConnection(SimGateway gateway, SimClient client, long number) : IMemberPort
{
    private long _arrival;
    private long _taken;
    private long _flushed;
    private long _told;
    private long _received;

    public long Number => number;

    public SimClient Client => client;

    public SimGateway Gateway => gateway;

    public bool IsOpen { get; private set; } = true;

    /// <summary>Whether its gateway died, so that the group did not learn what had arrived.</summary>
    public bool IsDead { get; private set; }

    public void Joined(JoinOutcome outcome)
    {
        long incarnation = gateway.GetIncarnation(client.Partition);
        ToClient(() => client.Joined(this, outcome, incarnation));
    }

    public void Refused(EndReason reason)
    {
        if (!IsOpen)
            return;
        client.Refused(reason);
        End();
    }

    public void Replaced() => End();

    public bool TryDeliver(Frame frame)
    {
        if (IsOpen && _taken - _told >= client.Window)
            throw new Violation(
                $"{gateway.Id}: connection {number} has more frames than its window of {client.Window}"
            );
        // An ended connection, too: if the group does not learn of its end before the gateway dies, the frames that it
        // received count as delivered.
        _taken++;
        if (!IsOpen)
            return true;
        ToClient(() =>
        {
            _flushed++;
            _received++;
            client.Receive(this, frame);
            if (IsOpen && _flushed - _told >= (client.Window + 1) / 2)
                gateway.Post(client.Partition, new GroupEntry(EntryKind.Ready, number, Delivered: _told = _flushed));
        });
        return true;
    }

    /// <summary>Ends the connection from either side; frames in flight are lost.</summary>
    public void End()
    {
        if (!IsOpen)
            return;
        IsOpen = false;
        gateway.Remove(this);
        gateway.Post(client.Partition, new GroupEntry(EntryKind.Leave, number, Delivered: _received));
        client.Disconnected(this);
    }

    public void EndByDeath()
    {
        IsOpen = false;
        IsDead = true;
        gateway.World.Ledger.Unknown(client.Name, _taken - _received);
        client.Disconnected(this);
    }

    private void ToClient(Action action)
    {
        World world = gateway.World;
        _arrival = Math.Max(_arrival + 1, world.Now + world.Random.Between(50, client.IsSlow ? 300_000 : 2_000));
        gateway.After(
            _arrival - world.Now,
            () =>
            {
                if (IsOpen)
                    action();
            }
        );
    }
}
