using MGen.Demo.Accounting;
using MGen.Demo.People;
using MGen.LivePage;
using MGen.Model.Conversations;
using MGen.Wire;
using Microsoft.Extensions.Time.Testing;

namespace MGen.Demo.Tests.Accounting;

public sealed class DeliveryWatchTests
{
    private static readonly Identifier Ava = Identifier.Create("ava");
    private static readonly Identifier Ben = Identifier.Create("ben");
    private static readonly Identifier Cleo = Identifier.Create("cleo");
    private static readonly Identifier Group = Identifier.Create("chess");

    private readonly FakeTimeProvider _clock = new();
    private readonly DeliveryWatch _watch;

    public DeliveryWatchTests() =>
        _watch = new DeliveryWatch(
            new DemoPopulation([Ava, Ben, Cleo], [new DemoGroup(Group, [Ava, Ben, Cleo])]),
            _clock
        );

    [Fact]
    public void IsSettled_LastReceipt_BecomesTrue()
    {
        _watch.OnSent(Ava, Group, 0, 160);
        Deliver(Ben, Ava, 0);
        Deliver(Cleo, Ava, 0);
        _watch.OnReceipt(Ava, Group, Ben, 0);
        Assert.False(_watch.IsSettled);

        _watch.OnReceipt(Ava, Group, Cleo, 0);

        Assert.True(_watch.IsSettled);
        Assert.Equal((2, 0), (_watch.Owed, _watch.Unexpected));
    }

    [Fact]
    public void OnReceived_NeverSentOrAfterTheLastDelivery_IsUnexpected()
    {
        _watch.OnSent(Ava, Group, 0, 160);
        Deliver(Ben, Ava, 0);
        Deliver(Cleo, Ava, 0);

        Deliver(Ben, Ava, 0);
        Deliver(Ben, Ava, 1);
        Deliver(Ben, Cleo, 0);

        Assert.Equal((2, 3), (_watch.Latency.Take().Count, _watch.Unexpected));
    }

    [Fact]
    public void Latency_Delivery_IsFromItsSend()
    {
        _watch.OnSent(Ava, Group, 0, 160);
        _clock.Advance(TimeSpan.FromMilliseconds(40));
        Deliver(Ben, Ava, 0);

        LiveTimes latency = _watch.Latency.Take();
        Assert.Equal((1, 40_000), (latency.Count, latency.Max));
    }

    [Fact]
    public void LatestEvents_MoreThanAreKept_AreTheNewestForPeople()
    {
        for (uint id = 0; id < DeliveryWatch.MaxEvents; id++)
            _watch.OnSent(Ava, Group, id, 160);
        _watch.OnModeChanged(Ben, Group, ConversationMode.Active);
        _watch.OnSent(Ben, Group, 0, 40_000);

        IReadOnlyList<IReadOnlyList<string>> events = _watch.LatestEvents;

        Assert.Equal(DeliveryWatch.MaxEvents, events.Count);
        Assert.Equal(
            ["ava → chess (3) 160 B", "ben · chess (3) active", "ben → chess (3) 40 kB, attachment"],
            events.TakeLast(3).Select(cells => string.Join(' ', cells))
        );
    }

    private void Deliver(Identifier member, Identifier sender, uint id) =>
        _watch.OnReceived(member, Group, sender, id, 160);
}
