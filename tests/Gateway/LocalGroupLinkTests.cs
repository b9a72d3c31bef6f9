using MGen.Replication;
using MGen.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace MGen.Gateway.Tests;

/// <summary>A link to a group in the same process.</summary>
public sealed class LocalGroupLinkTests : IPartitionEvents, IDisposable
{
    private const int Threads = 4;
    private const int FramesEach = 5_000;

    private static readonly Identifier Group = Identifier.Create("g");

    private readonly TestMeters _meters = new();
    private readonly List<RecordingPort> _ports = [];
    private readonly List<Exception> _failures = [];
    private readonly GroupLink _link;

    public LocalGroupLinkTests()
    {
        GatewayIdentity gateway = new(Guid.NewGuid(), CancellationToken.None);
        LocalGroups groups = new(new LocalPartitions(new GroupLimits(), this));
        IGroupRouter router = groups.Open(gateway.Id, new GatewayPorts(number => _ports[(int)number], _ => { }));
        _link = new GroupLink(
            router.GetTarget(Group),
            new GroupLinkServices(
                gateway,
                new GatewaySettings(),
                new GatewayMetrics(_meters),
                TimeProvider.System,
                NullLogger.Instance
            )
        );
    }

    public void Dispose() => _meters.Dispose();

    void IGroupEvents.Dropped(Identifier group, Identifier member, DropReason reason, long count) =>
        Assert.Fail("nothing is dropped");

    void IGroupEvents.UnknownRecipient(Identifier group, Identifier sender, Frame receipt) =>
        Assert.Fail("there is no receipt");

    void IPartitionEvents.GroupFailed(Identifier group, Exception bug) => _failures.Add(bug);

    [Fact]
    public void Post_GroupInThisProcess_IsAppliedBeforeItReturns()
    {
        (RecordingPort alice, RecordingPort bob) = (Join("Alice"), Join("Bob"));

        Send(alice, id: 7);

        Assert.Equal([("Alice", 7u)], bob.Given);
        Assert.Empty(alice.Given);
    }

    [Fact]
    public void Post_AConnectionThrows_GroupIsClosedAndCreatedAnewByTheNextJoin()
    {
        (RecordingPort alice, RecordingPort bob) = (Join("Alice"), Join("Bob"));
        bob.FailsNext = true;

        Send(alice, id: 7);
        Send(alice, id: 8);

        Assert.Equal("a bug in a port", Assert.Single(_failures).Message);
        Assert.Equal([EndReason.ServerError, EndReason.ServerError], [alice.Ended, bob.Ended]);
        Assert.Empty(bob.Given);
        (RecordingPort carol, RecordingPort dave) = (Join("Carol"), Join("Dave"));
        Send(carol, id: 9);
        Assert.Equal([("Carol", 9u)], dave.Given);
        Assert.True(_link.DrainAsync().IsCompleted);
    }

    [Fact]
    public async Task Post_FromManyThreads_EachMemberReceivesEachFrameOnceInItsSendersOrder()
    {
        RecordingPort reader = Join("reader");
        RecordingPort[] senders = [.. Enumerable.Range(0, Threads).Select(number => Join($"sender{number}"))];
        using Barrier start = new(Threads);

        await Task.WhenAll(
            senders.Select(sender =>
                Task.Factory.StartNew(
                    () =>
                    {
                        start.SignalAndWait();
                        for (uint id = 0; id < FramesEach; id++)
                            Send(sender, id);
                    },
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default
                )
            )
        );
        await _link.DrainAsync();

        Assert.Equal(Threads * FramesEach, reader.Given.Count);
        Assert.All(
            reader.Given.GroupBy(frame => frame.Sender),
            sent => Assert.Equal(Enumerable.Range(0, FramesEach).Select(id => (uint)id), sent.Select(frame => frame.Id))
        );
    }

    private RecordingPort Join(string user)
    {
        RecordingPort port = new(_ports.Count, user);
        _ports.Add(port);
        _link.Post(
            new GroupEntry(
                EntryKind.Join,
                port.Number,
                Join: new JoinRequest(Identifier.Create(user), Guid.Empty, 0, MayRegister: true)
            )
        );
        return port;
    }

    private void Send(RecordingPort sender, uint id) =>
        _link.Post(
            new GroupEntry(
                EntryKind.Frame,
                sender.Number,
                Frame.Message(Identifier.Create(sender.User), Group, id, 160)
            )
        );

    private sealed class RecordingPort(long number, string user) : IMemberPort
    {
        public long Number => number;

        public string User => user;

        public bool FailsNext { get; set; }

        public List<(string Sender, uint Id)> Given { get; } = [];

        public void Joined(JoinOutcome outcome) { }

        public EndReason Ended { get; private set; }

        public void Refused(EndReason reason) => Ended = reason;

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

        public void Replaced() { }
    }
}
