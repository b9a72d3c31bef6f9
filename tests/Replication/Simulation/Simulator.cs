using MGen.Wire;

namespace MGen.Replication.Tests.Simulation;

/// <summary>The result of a schedule.</summary>
/// <param name="Steps">Events that were executed.</param>
/// <param name="Violation">The violation; <c>null</c> if there was none.</param>
internal sealed record Outcome(long Steps, string? Violation);

/// <summary>Runs a schedule: faults, then a quiet time, then the check of the ledger.</summary>
internal sealed class Simulator
{
    private const long Second = 1_000_000;
    private const long Patience = 120 * Second;
    private const string NotQuiet = "not quiet";

    private readonly World _world;
    private int _names;
    private bool _isRolling;

    private Simulator(World world) => _world = world;

    /// <summary>Runs one schedule.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="hole">A fault to restore.</param>
    /// <param name="trace">Receives faults, views, changes of rows and events of replicas; may be <c>null</c>.</param>
    public static Outcome Run(Schedule schedule, Hole hole = Hole.None, TextWriter? trace = null)
    {
        World world = new(schedule, hole, trace);
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
            return new Outcome(
                world.Steps,
                string.Join(' ', bug.ToString().Split('\n', StringSplitOptions.TrimEntries).Take(2))
            );
        }
    }

    /// <summary>
    /// Shrinks a schedule that fails, as long as it still fails in the same way: fewer faults, then fewer disturbances,
    /// clients and messages.
    /// </summary>
    public static Schedule Shrink(Schedule schedule, Hole hole)
    {
        string violation =
            Run(schedule, hole).Violation
            ?? throw new ArgumentException("the schedule does not fail", nameof(schedule));
        for (int i = schedule.Faults.Count - 1; i >= 0; i--)
            Try(schedule with { Faults = [.. schedule.Faults.Where((_, index) => index != i)] });
        Func<Schedule, Schedule>[] steps =
        [
            one => one with { DropPerThousand = 0 },
            one => one with { RepeatPerThousand = 0 },
            one => one with { SlowPerThousand = 0 },
            one => one with { HasRegistrationPhase = false },
            one => one with { HasSmallQueues = false },
            one => one with { HasReceipts = false },
            one => one with { SendsGarbage = false },
            one => one with { EncodesMessages = false },
            one => one with { Partitions = 1 },
            one => one with { Gateways = Math.Max(1, one.Gateways - 1) },
            one => one with { Silos = Math.Max(one.Kind == ScheduleKind.Rolling ? 2 : 1, one.Silos - 1) },
            one => one with { Clients = Math.Max(2, one.Clients - 1) },
            one => one with { Clients = Math.Max(2, one.Clients - 1) },
            one => one with { Messages = Math.Max(1, one.Messages / 2) },
            one => one with { Messages = Math.Max(1, one.Messages - 1) },
        ];
        foreach (Func<Schedule, Schedule> step in steps)
            Try(step(schedule));
        return schedule;

        void Try(Schedule smaller)
        {
            if (smaller != schedule && IsSameKind(violation, Run(smaller, hole).Violation))
                schedule = smaller;
        }
    }

    /// <summary>
    /// Whether two violations are of the same kind. A schedule that never becomes quiet must not be shrunk to one that
    /// loses a frame, nor the other way round: that would be another failure.
    /// </summary>
    private static bool IsSameKind(string violation, string? other) =>
        other is not null && IsNotQuiet(violation) == IsNotQuiet(other);

    private static bool IsNotQuiet(string violation) => violation.StartsWith(NotQuiet, StringComparison.Ordinal);

    private void Run()
    {
        _world.Begin();
        Schedule schedule = _world.Schedule;
        for (int i = 0; i < schedule.Silos; i++)
            JoinSilo();
        for (int i = 0; i < schedule.Gateways; i++)
            JoinGateway();
        for (int i = 0; i < schedule.Clients; i++)
            _world.Clients.Add(new SimClient(_world, i, i % schedule.Partitions));
        foreach (Fault fault in schedule.Faults)
            _world.After(fault.At, () => Do(fault));
        _world.RunUntil(schedule.FaultsEnd);
        Heal();
        string? unfinished = "";
        for (long end = _world.Now + Patience; unfinished is not null && _world.Now < end; )
        {
            _world.RunUntil(_world.Now + (Second / 2));
            unfinished = FindUnfinished();
        }
        if (unfinished is not null)
            throw new Violation($"{NotQuiet} {Patience / Second} s after the faults: {unfinished}");
    }

    private void Do(Fault fault)
    {
        _world.Trace($"fault {fault}");
        SimSilo[] silos = [.. _world.Silos.Where(silo => silo.IsAlive && !silo.IsDeclaredDead)];
        if (silos.Length > 0)
            DoToSilo(fault, silos, silos[fault.First % silos.Length]);
        SimGateway[] gateways =
        [
            .. _world.Gateways.Where(gateway => gateway.IsAlive && !gateway.IsDeclaredDead && !gateway.WillLeave),
        ];
        if (gateways.Length > 0)
            DoToGateway(fault, gateways, gateways[fault.First % gateways.Length]);
        switch (fault.Kind)
        {
            case FaultKind.BreakConnection:
                _world.Clients[fault.First % _world.Clients.Count].Break();
                break;
            case FaultKind.LateNews:
                SimNode[] nodes = [.. _world.Nodes.Where(node => node.IsAlive)];
                if (nodes.Length > 0)
                    nodes[fault.First % nodes.Length].UninformedUntil = _world.Now + fault.Duration;
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

    private void DoToSilo(Fault fault, SimSilo[] silos, SimSilo silo)
    {
        switch (fault.Kind)
        {
            case FaultKind.KillSilo or FaultKind.RestartSilo when _world.MayLose(silo):
                Kill(silo, fault);
                if (fault.Kind == FaultKind.RestartSilo)
                    _world.After(fault.Duration / 4, () => JoinSilo());
                break;
            case FaultKind.JoinSilo when silos.Length < 5:
                JoinSilo();
                break;
            case FaultKind.DrainSilo
            or FaultKind.DrainAndKill when !silo.WillLeave && silos.Count(other => !other.WillLeave) > 1:
                Drain(silo);
                if (fault.Kind == FaultKind.DrainAndKill)
                    _world.After(
                        fault.Duration / 6,
                        () => Do(fault with { Kind = FaultKind.KillSilo, First = fault.First + 1 })
                    );
                break;
            case FaultKind.SuspectSilo when silos.Length > 1 && _world.MayLose(silo):
                Suspect(silo, fault);
                break;
            case FaultKind.RollingRestart:
                _isRolling = true;
                Wait(AreAllReady, () => Roll(new Queue<SimSilo>(silos), fault));
                break;
            case FaultKind.CutSilos when silos.Length > 1:
                Cut(silo.Id, silos[(fault.First + 1) % silos.Length].Id, fault, _world.Schedule.IsCutsOnly ? 6 : 1);
                break;
            case FaultKind.CutTable:
                Cut(silo.Id, World.TableNode, fault, 1);
                break;
            case FaultKind.PauseSilo:
                silo.Pause(fault.Duration);
                if (fault.Duration > 3 * Second)
                    _world.Declare(silo, 3 * Second);
                break;
        }
    }

    private void DoToGateway(Fault fault, SimGateway[] gateways, SimGateway gateway)
    {
        switch (fault.Kind)
        {
            case FaultKind.KillGateway when gateways.Length > 1:
                Kill(gateway, fault);
                break;
            case FaultKind.JoinGateway when gateways.Length < 4:
                JoinGateway();
                break;
            case FaultKind.DrainGateway when gateways.Length > 1:
                gateway.WillLeave = true;
                gateway.After(0, gateway.Leave);
                break;
            case FaultKind.CutGateway:
                SimSilo[] silos = [.. _world.Silos.Where(silo => silo.IsAlive)];
                if (silos.Length > 0)
                    Cut(gateway.Id, silos[fault.Second / 3 % silos.Length].Id, fault, 1);
                break;
            case FaultKind.PauseGateway:
                gateway.Pause(fault.Duration);
                break;
        }
    }

    private void Kill(SimNode node, Fault fault)
    {
        node.Kill();
        _world.Declare(node, 500_000 + (fault.Second % (3 * Second)));
    }

    private static void Drain(SimSilo silo)
    {
        silo.WillLeave = true;
        silo.After(0, silo.Leave);
    }

    private void Suspect(SimSilo silo, Fault fault)
    {
        silo.UninformedUntil = _world.Now + fault.Duration;
        if (fault.Second % 2 == 0)
        {
            _world.Cut(silo.Id, World.TableNode);
            _world.Cut(World.TableNode, silo.Id);
        }
        _world.Declare(silo, 0);
    }

    /// <summary>
    /// Restarts silo after silo, each as soon as every silo is ready. With two silos, half of the schedules kill
    /// instead of stopping in order: the new process then declares the old one dead.
    /// </summary>
    private void Roll(Queue<SimSilo> rest, Fault fault)
    {
        _isRolling = rest.TryDequeue(out SimSilo? silo);
        if (silo is null)
            return;
        if (_world.Schedule.Silos == 2 && fault.Second % 2 == 0)
            silo.Kill();
        else
            Drain(silo);
        Wait(
            () => !silo.IsAlive,
            () =>
            {
                silo.IsDeclaredDead = true;
                JoinSilo();
                Wait(AreAllReady, () => Roll(rest, fault));
            }
        );
    }

    private bool AreAllReady() => _world.Silos.TrueForAll(silo => !silo.IsAlive || silo.IsReady);

    private void Wait(Func<bool> condition, Action next) =>
        _world.After(
            _world.Random.Between(50_000, 300_000),
            () =>
            {
                if (condition())
                    next();
                else
                    Wait(condition, next);
            }
        );

    /// <summary>Cuts one direction, the other, or both.</summary>
    private void Cut(NodeId left, NodeId right, Fault fault, int factor)
    {
        if (fault.Second % 3 != 1)
            Cut(left, right, fault.Duration * factor);
        if (fault.Second % 3 != 0)
            Cut(right, left, fault.Duration * factor);
    }

    private void Cut(NodeId from, NodeId to, long duration)
    {
        _world.Cut(from, to);
        _world.After(duration, () => _world.Heal(from, to));
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
        _world.Trace($"faults end");
        _world.IsFaulty = false;
        foreach (SimSilo suspect in _world.Silos.Where(silo => silo.IsDeclaredDead && silo.IsAlive))
            suspect.Kill();
        _world.HealAll();
        _world.Table.IsAway = false;
        foreach (SimNode node in _world.Nodes)
        {
            node.UninformedUntil = 0;
            node.Resume();
        }
        if (!_isRolling && !_world.Silos.Exists(silo => silo.IsAlive && !silo.WillLeave && !silo.IsDeclaredDead))
            JoinSilo();
        _world.ChangeMembers();
    }

    private string? FindUnfinished()
    {
        if (_isRolling)
            return "silos are being restarted";
        foreach (SimSilo silo in _world.Silos.Where(silo => silo.IsAlive))
        {
            if (silo.IsLeaving)
                return $"{silo.Id} has not left";
            if (Array.Find(silo.Replicas, replica => !replica.IsAsPlaced) is { } replica)
            {
                return $"{silo.Id} is not as placed: {replica.Config}; "
                    + $"the row is {_world.Table.Rows[replica.Partition]}";
            }
        }
        if (Array.IndexOf(_world.Table.Rows, null) is >= 0 and int partition)
            return $"partition {partition} has no row";
        foreach (SimGateway gateway in _world.Gateways.Where(gateway => gateway.IsAlive))
        {
            if (gateway.IsLeaving || !gateway.IsIdle)
                return $"{gateway.Id} {(gateway.IsLeaving ? "has not left" : "waits for answers")}";
        }
        foreach (SimClient client in _world.Clients.Where(client => !client.IsDone))
            return $"{client.Name} has not sent everything";
        return _world.Ledger.FindMissing(_world) ?? FindUnequalStates();
    }

    /// <summary>
    /// Throws if replicas in sync that have applied the same inputs have different states. Returns why not all have
    /// applied the same inputs; <c>null</c> if they have.
    /// </summary>
    private string? FindUnequalStates()
    {
        // By index: two partitions may have equal rows.
        foreach ((int partition, PartitionConfig? found) in _world.Table.Rows.Index())
        {
            if (found is not { InSync.Length: > 1 } row)
                continue;
            PartitionState?[] states = [.. row.InSync.Select(node => _world.FindSilo(node)?.Replicas[partition].State)];
            if (
                Array.Find(
                    states,
                    state =>
                        state is null || state.Applied != states[0]!.Applied || state.LastTerm != states[0]!.LastTerm
                )
                    is not null
                || states.Contains(null)
            )
                return $"replicas of partition {partition} are not equally far: {row}";
            string first = StateText.Format(states[0]!);
            foreach (PartitionState? state in states.Skip(1))
            {
                string other = StateText.Format(state!);
                if (first != other)
                {
                    throw new Violation(
                        $"replicas of partition {partition} differ after {states[0]!.Applied} inputs: "
                            + StateText.FindDifference(first, other)
                    );
                }
            }
        }
        return null;
    }
}
