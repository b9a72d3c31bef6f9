using MGen.Wire;

namespace MGen.Replication.Tests.Simulation;

/// <summary>What came of a schedule.</summary>
/// <param name="Steps">Events carried out.</param>
/// <param name="Violation">What was wrong; <c>null</c> if nothing was.</param>
internal sealed record Outcome(long Steps, string? Violation);

/// <summary>Runs a schedule: faults, then quiet, then the ledger.</summary>
internal sealed class Simulator
{
    private const long Second = 1_000_000;
    private const long Patience = 120 * Second;

    private readonly World _world;
    private int _names;

    private Simulator(World world) => _world = world;

    public static Outcome Run(Schedule schedule, Hole hole = Hole.None)
    {
        World world = new(schedule, hole);
        try
        {
            new Simulator(world).Run();
            return new Outcome(world.Steps, null);
        }
        catch (Violation violation)
        {
            return new Outcome(world.Steps, violation.Message);
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            return new Outcome(world.Steps, bug.ToString());
        }
    }

    /// <summary>Removes faults for as long as the schedule still fails.</summary>
    public static Schedule Shrink(Schedule schedule, Hole hole)
    {
        for (int i = schedule.Faults.Count - 1; i >= 0; i--)
        {
            Schedule smaller = schedule with { Faults = [.. schedule.Faults.Where((_, index) => index != i)] };
            if (Run(smaller, hole).Violation is not null)
                schedule = smaller;
        }
        return schedule;
    }

    private void Run()
    {
        _world.Begin();
        Schedule schedule = _world.Schedule;
        for (int i = 0; i < schedule.Silos; i++)
            JoinSilo();
        for (int i = 0; i < schedule.Gateways; i++)
            JoinGateway();
        for (int i = 0; i < schedule.Clients; i++)
            _world.Clients.Add(new SimClient(_world, "u" + i, i % schedule.Partitions));
        foreach (Fault fault in schedule.Faults)
            _world.After(fault.At, () => Do(fault));
        _world.RunUntil(schedule.FaultsEnd);
        Heal();
        string? unfinished = "";
        for (long end = _world.Now + Patience; unfinished is not null && _world.Now < end;)
        {
            _world.RunUntil(_world.Now + Second);
            unfinished = FindUnfinished();
        }
        if (unfinished is not null)
            throw new Violation($"not quiet {Patience / Second} s after the faults: {unfinished}");
    }

    private void Do(Fault fault)
    {
        SimSilo[] silos = [.. _world.Silos.Where(silo => silo.IsAlive && !silo.IsDeclaredDead)];
        SimSilo? silo = silos.Length == 0 ? null : silos[fault.First % silos.Length];
        SimGateway[] gateways = [.. _world.Gateways.Where(gateway => gateway.IsAlive && !gateway.IsDeclaredDead)];
        SimGateway? gateway = gateways.Length == 0 ? null : gateways[fault.First % gateways.Length];
        switch (fault.Kind)
        {
            case FaultKind.KillSilo or FaultKind.RestartSilo when silo is not null && _world.MayLose(silo):
                Kill(silo, fault);
                if (fault.Kind == FaultKind.RestartSilo)
                    _world.After(fault.Duration / 4, () => JoinSilo());
                break;
            case FaultKind.JoinSilo when silos.Length < 5:
                JoinSilo();
                break;
            case FaultKind.DrainSilo or FaultKind.DrainAndKill when silo is { WillLeave: false } && silos.Count(other => !other.WillLeave) > 1:
                silo.WillLeave = true;
                silo.After(0, silo.Leave);
                if (fault.Kind == FaultKind.DrainAndKill)
                    _world.After(fault.Duration / 6, () => Do(fault with { Kind = FaultKind.KillSilo, First = fault.First + 1 }));
                break;
            case FaultKind.CutSilos when silos.Length > 1:
                Cut(silo!.Id, silos[(fault.First + 1) % silos.Length].Id, fault, fault.Second % 3, _world.Schedule.IsCutsOnly ? 6 : 1);
                break;
            case FaultKind.CutTable when silo is not null:
                Cut(silo.Id, World.TableNode, fault, fault.Second % 3, 1);
                break;
            case FaultKind.PauseSilo when silo is not null:
                silo.Pause(fault.Duration);
                if (fault.Duration > 3 * Second)
                    _world.Declare(silo, 3 * Second);
                break;
            case FaultKind.KillGateway when gateways.Length > 1:
                Kill(gateway!, fault);
                break;
            case FaultKind.JoinGateway when gateways.Length < 4:
                JoinGateway();
                break;
            case FaultKind.PauseGateway when gateway is not null:
                gateway.Pause(fault.Duration);
                break;
            case FaultKind.BreakConnection:
                _world.Clients[fault.First % _world.Clients.Count].Break();
                break;
            case FaultKind.TableAway:
                _world.Table.IsAway = true;
                _world.After(fault.Duration, () => _world.Table.IsAway = false);
                break;
            case FaultKind.EmptyTable:
                _world.Table.Empty();
                break;
        }
    }

    private void Kill(SimNode node, Fault fault)
    {
        node.Kill();
        _world.Declare(node, 500_000 + fault.Second % (3 * Second));
    }

    private void Cut(NodeId left, NodeId right, Fault fault, int way, int factor)
    {
        if (way != 1)
            _world.Cut(left, right);
        if (way != 0)
            _world.Cut(right, left);
        _world.After(fault.Duration * factor, () =>
        {
            _world.Heal(left, right);
            _world.Heal(right, left);
        });
    }

    private void JoinSilo()
    {
        _world.Silos.Add(new SimSilo(_world, "s" + _names++));
        _world.ChangeMembers();
    }

    private void JoinGateway()
    {
        _world.Gateways.Add(new SimGateway(_world, "w" + _names++));
        _world.ChangeMembers();
    }

    private void Heal()
    {
        _world.IsFaulty = false;
        _world.HealAll();
        _world.Table.IsAway = false;
        foreach (SimNode node in _world.Nodes)
            node.Resume();
        if (!_world.Silos.Exists(silo => silo.IsAlive && !silo.WillLeave && !silo.IsDeclaredDead))
            JoinSilo();
        _world.ChangeMembers();
    }

    private string? FindUnfinished()
    {
        foreach (SimSilo silo in _world.Silos.Where(silo => silo.IsAlive))
        {
            if (silo.IsLeaving)
                return $"{silo.Id} has not left";
            if (Array.Find(silo.Replicas, replica => !replica.IsAsPlaced) is { } replica)
                return $"{silo.Id} is not as placed: {replica.Config}; the row is {_world.Table.Rows[replica.Partition]}";
        }
        if (Array.IndexOf(_world.Table.Rows, null) is >= 0 and int partition)
            return $"partition {partition} has no row";
        foreach (SimGateway gateway in _world.Gateways.Where(gateway => gateway.IsAlive && !gateway.IsIdle))
            return $"{gateway.Id} waits for answers";
        foreach (SimClient client in _world.Clients.Where(client => !client.IsDone))
            return $"{client.Name} has not sent everything";
        return _world.Ledger.FindMissing(_world);
    }
}
