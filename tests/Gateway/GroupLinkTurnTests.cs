using MGen.Grains;
using MGen.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace MGen.Gateway.Tests;

/// <summary>A link to a group whose grain is in the same process.</summary>
public sealed class GroupLinkTurnTests : IDisposable
{
    private const int Threads = 4;
    private const int FramesEach = 5_000;

    private static readonly Identifier Group = Identifier.Create("g");

    private readonly GatewayIdentity _gateway = new(Guid.NewGuid(), CancellationToken.None);
    private readonly TestMeters _meters = new();
    private readonly LocalGateways _gateways = new();
    private readonly LocalGroups _groups = new();
    private readonly TestGroup _grain = new();
    private readonly List<RecordingPort> _ports = [];
    private readonly GroupTurn _turn;
    private readonly GroupLink _link;

    public GroupLinkTurnTests()
    {
        _gateways.Add(_gateway.Id, number => _ports[(int)number]);
        _turn = new GroupTurn(new Group(Group, new GroupLimits(), new GatewayGroupEvents(null!, null!)), _gateways);
        _groups.Add(Group, _turn);
        _link = new GroupLink(
            new ProcessInbox(Group, _grain, _groups),
            new GroupLinkServices(_gateway, new GatewayOptions(), new GatewayMetrics(_meters), TimeProvider.System, NullLogger.Instance));
    }

    public void Dispose() => _meters.Dispose();

    [Fact]
    public void Post_GroupIsHere_IsAppliedBeforeItReturnsAndWithoutACall()
    {
        (RecordingPort alice, RecordingPort bob) = (Join("Alice"), Join("Bob"));

        Send(alice, id: 7);

        Assert.Equal([("Alice", 7u)], bob.Given);
        Assert.Empty(alice.Given);
        Assert.Empty(_grain.Batches);
    }

    [Fact]
    public void Post_GroupHasLeft_CallsItsGrain()
    {
        RecordingPort alice = Join("Alice");
        _groups.Remove(Group, _turn);

        Send(alice, id: 7);

        Assert.Equal(alice.Number, Assert.Single(Assert.Single(_grain.Batches).Entries).Connection);
    }

    [Fact]
    public void Post_GroupComesBack_IsAppliedHereAgain()
    {
        RecordingPort alice = Join("Alice");
        _groups.Remove(Group, _turn);
        Send(alice, id: 7);
        GroupTurn next = new(new Group(Group, new GroupLimits(), new GatewayGroupEvents(null!, null!)), _gateways);
        _groups.Add(Group, next);

        Join("Bob");

        Assert.Single(_grain.Batches);
    }

    [Fact]
    public void Post_AConnectionFails_TheGroupGoesOn()
    {
        (RecordingPort alice, RecordingPort bob) = (Join("Alice"), Join("Bob"));
        bob.FailsNext = true;

        Send(alice, id: 7);
        Send(alice, id: 8);

        Assert.Equal(("Alice", 8u), bob.Given[^1]);
        Assert.True(_link.DrainAsync().IsCompleted);
    }

    [Fact]
    public async Task Post_FromManyThreads_EachMemberGetsEachFrameOnceAndInItsSendersOrder()
    {
        RecordingPort reader = Join("reader");
        RecordingPort[] senders = [.. Enumerable.Range(0, Threads).Select(number => Join($"sender{number}"))];
        using Barrier start = new(Threads);

        await Task.WhenAll(senders.Select(sender => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                for (uint id = 0; id < FramesEach; id++)
                    Send(sender, id);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        await _link.DrainAsync();

        Assert.Equal(Threads * FramesEach, reader.Given.Count);
        Assert.All(
            reader.Given.GroupBy(frame => frame.Sender),
            sent => Assert.Equal(Enumerable.Range(0, FramesEach).Select(id => (uint)id), sent.Select(frame => frame.Id)));
        Assert.Empty(_grain.Batches);
    }

    private RecordingPort Join(string user)
    {
        RecordingPort port = new(_ports.Count, user);
        _ports.Add(port);
        _link.Post(new GroupEntry(EntryKind.Join, port.Number, Join: new JoinRequest(Identifier.Create(user), Guid.Empty, 0, MayRegister: true)));
        return port;
    }

    private void Send(RecordingPort sender, uint id) =>
        _link.Post(new GroupEntry(EntryKind.Frame, sender.Number, Frame.Message(Identifier.Create(sender.User), Group, id, 160)));

    private sealed class RecordingPort(long number, string user) : IMemberPort
    {
        public long Number => number;

        public string User => user;

        public bool FailsNext { get; set; }

        public List<(string Sender, uint Id)> Given { get; } = [];

        public void Joined(JoinOutcome outcome)
        {
        }

        public void Refused(EndReason reason)
        {
        }

        public bool TryDeliver(Frame frame)
        {
            if (FailsNext)
            {
                FailsNext = false;
                throw new InvalidOperationException("a bug in a port");
            }
            Given.Add((System.Text.Encoding.UTF8.GetString(frame.Sender), frame.Id));
            return true;
        }

        public void Replaced()
        {
        }
    }
}
