using MGen.Demo.Accounting;
using MGen.Demo.Nodes;
using MGen.Demo.People;
using MGen.Wire;
using Microsoft.Extensions.Time.Testing;

namespace MGen.Demo.Tests.Accounting;

public sealed class PauseWatchTests
{
    private static readonly Identifier Ava = Identifier.Create("ava");
    private static readonly Identifier Ben = Identifier.Create("ben");
    private static readonly Identifier Group = Identifier.Create("ava-ben");
    private static readonly NodeName Silo = new(NodeKind.Silo, 1);
    private static readonly NodeName Gateway = new(NodeKind.Gateway, 1);

    private readonly FakeTimeProvider _clock = new();
    private readonly DeliveryWatch _watch;
    private uint _next;

    public PauseWatchTests() =>
        _watch = new DeliveryWatch(new DemoPopulation([Ava, Ben], [new DemoGroup(Group, [Ava, Ben])]), _clock);

    [Fact]
    public void Kills_NothingKilled_IsEmptyWhateverTheLatency()
    {
        Deliver(Send(), afterMilliseconds: 3_000);

        Assert.Empty(_watch.Kills);
    }

    [Fact]
    public void Kills_DeliveriesHeldUp_PauseEndsWithTheLastOfThem()
    {
        uint underWay = Send();
        Wait(10);
        Kill(Silo);
        uint later = Send();
        Wait(2_000);
        uint last = Send();
        Deliver(underWay, afterMilliseconds: 1_400);
        Deliver(later);
        Deliver(last, afterMilliseconds: 100);
        Wait(2_000);
        Deliver(Send(), afterMilliseconds: 5);

        Assert.Equal(
            new Kill(Silo, TimeSpan.FromSeconds(7), 3, TimeSpan.FromMilliseconds(3_500), 0, IsOver: true),
            Assert.Single(_watch.Kills)
        );
    }

    [Fact]
    public void Kills_ReportedAfterTheKill_PauseCountsFromTheKill()
    {
        long killedAt = _clock.GetTimestamp();
        Wait(100);
        _watch.Pauses.Begin(Silo, at: TimeSpan.FromSeconds(7), killedAt);

        Deliver(Send(), afterMilliseconds: 900);

        Assert.Equal(TimeSpan.FromMilliseconds(1_000), Assert.Single(_watch.Kills).Pause);
    }

    [Fact]
    public void Kills_SomeStillWait_IsNotOver()
    {
        Kill(Silo);
        Send();
        Wait(6_000);

        Kill now = Assert.Single(_watch.Kills);

        Assert.Equal((0, 1, false), (now.HeldUp, now.Waiting, now.IsOver));
    }

    [Fact]
    public void Kills_NoMessages_IsOverAfterTheDetectionTime()
    {
        Kill(Silo);
        Wait(4_999);
        Assert.False(Assert.Single(_watch.Kills).IsOver);

        Wait(1);

        Assert.True(Assert.Single(_watch.Kills).IsOver);
    }

    [Fact]
    public void Kills_SlowDeliveryLongAfterTheRecovery_IsNotCounted()
    {
        Kill(Silo);
        Deliver(Send(), afterMilliseconds: 3_000);
        Wait(5_000);
        Deliver(Send(), afterMilliseconds: 400);

        Assert.Equal((1, TimeSpan.FromSeconds(3)), (Assert.Single(_watch.Kills).HeldUp, _watch.Kills[0].Pause));
    }

    [Fact]
    public void Kills_LongPause_CountsMessagesSentWhileOlderOnesWaited()
    {
        Kill(Silo);
        uint first = Send();
        Wait(7_000);
        uint second = Send();
        Deliver(first, afterMilliseconds: 1_000);
        Deliver(second);

        Assert.Equal((2, TimeSpan.FromSeconds(8)), (Assert.Single(_watch.Kills).HeldUp, _watch.Kills[0].Pause));
    }

    [Fact]
    public void Kills_SecondKill_HasItsOwnPause()
    {
        Kill(Silo);
        Deliver(Send(), afterMilliseconds: 3_000);
        Wait(5_000);
        Kill(Gateway);
        Deliver(Send(), afterMilliseconds: 1_000);

        Assert.Equal(
            [(Silo, 1L, TimeSpan.FromSeconds(3), true), (Gateway, 1L, TimeSpan.FromSeconds(1), false)],
            _watch.Kills.Select(kill => (kill.Node, kill.HeldUp, kill.Pause, kill.IsOver))
        );
    }

    private uint Send()
    {
        _watch.OnSent(Ava, Group, _next, 160);
        return _next++;
    }

    private void Deliver(uint id, int afterMilliseconds = 0)
    {
        Wait(afterMilliseconds);
        _watch.OnReceived(Ben, Group, Ava, id, 160);
    }

    private void Wait(int milliseconds) => _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

    private void Kill(NodeName node) => _watch.Pauses.Begin(node, at: TimeSpan.FromSeconds(7), _clock.GetTimestamp());
}
