using MGen.Messenger.Measurement;
using MGen.Messenger.Tests.Support;
using MGen.Model.Configuration;
using MGen.Wire;

namespace MGen.Messenger.Tests.Swarm;

/// <summary>
/// Frames across connections: with resumption, each arrives once and in order; without it, unflushed frames are sent.
/// </summary>
public sealed class DeliveryTests
{
    private static readonly Identifier Alice = Identifier.Create("Alice");
    private static readonly Identifier Bob = Identifier.Create("Bob");
    private static readonly Identifier Group = Identifier.Create("group1");

    [Theory]
    [InlineData(1, TlsRecordMode.Joined)]
    [InlineData(2, TlsRecordMode.Joined)]
    [InlineData(3, TlsRecordMode.Split)]
    public async Task Resumption_CutAtRandomBytes_EveryFrameArrivesOnceAndInOrder(int seed, TlsRecordMode records)
    {
        const int Incoming = 200,
            Cuts = 25;
        await using FakeServer server = new(resume: true);
        UserConfig user = SwarmUnderTest.User("Alice", Models.Every(TimeSpan.FromMilliseconds(2)), server.Address) with
        {
            TlsRecords = records,
        };
        await using SwarmUnderTest test = new([SwarmUnderTest.With(user, c => c with { Retry = TimeSpan.Zero })]);
        CuttingRelay relay = new(
            server,
            seed,
            [.. Enumerable.Range(0, Incoming).Select(id => Frame.Message(Bob, Group, (uint)id, 160))]
        );
        test.Swarm.Start();
        await relay.RunAsync(Cuts);
        await test.Swarm.StopAsync(TimeSpan.FromSeconds(20));

        uint[] sent = [.. test.Recorder.Sent.Select(message => message.Id)];
        Assert.True(sent.Length > 50, $"only {sent.Length} messages were made");
        Assert.Equal(sent, relay.Accepted.Where(frame => !frame.IsReceipt).Select(frame => frame.Id));
        Assert.Equal(
            Enumerable.Range(0, Incoming).Select(id => (uint)id),
            test.Recorder.Received.Select(message => message.Id)
        );
        Assert.Equal(
            Enumerable.Range(0, Incoming).Select(id => (uint)id),
            relay.Accepted.Where(frame => frame.IsReceipt).Select(frame => frame.Id)
        );
        await relay.EndAsync();
    }

    [Fact]
    public async Task Resumption_ServerWasRestarted_UnconfirmedFramesAreRetransmittedAndDuplicatesRecognised()
    {
        await using FakeServer server = new(resume: true);
        await using SwarmUnderTest test = new([SwarmUnderTest.User("Alice", Models.Silent, server.Address)]);
        test.Swarm.Start();
        FakeConnection first = await server.NextConnectionAsync();
        await first.ReplyAsync(Resumption.UnknownSession);
        await first.SendAsync(Frame.Message(Bob, Group, 0, 160));
        Assert.Equal(Frame.Receipt(Alice, Bob, 0), await first.ReadFrameAsync());
        await first.CutAsync();

        FakeConnection second = await server.NextConnectionAsync();
        Assert.Equal(1u, second.Handshake.Resume!.Received);
        await second.ReplyAsync(Resumption.UnknownSession);
        Assert.Equal(Frame.Receipt(Alice, Bob, 0), await second.ReadFrameAsync());
        await second.SendAsync(Frame.Message(Bob, Group, 0, 160));
        Assert.Equal(Frame.Receipt(Alice, Bob, 0), await second.ReadFrameAsync());
        Assert.Equal(1, test.Now.Repeated);
        Assert.Single(test.Recorder.Received);
        await second.CutAsync();
        Assert.Equal(2u, (await server.NextConnectionAsync()).Handshake.Resume!.Received);
    }

    [Fact]
    public async Task NoResumption_Cut_SendsUnflushedFramesOnce()
    {
        await using FakeServer server = new(resume: false);
        await using SwarmUnderTest test = new([
            SwarmUnderTest.User("Alice", Models.Every(TimeSpan.FromMilliseconds(5)), server.Address),
        ]);
        test.Swarm.Start();
        FakeConnection first = await server.NextConnectionAsync();
        Frame? last = null;
        for (int i = 0; i < 5; i++)
            last = await first.ReadFrameAsync();
        Assert.Equal(4u, last!.Value.Id);
        await first.CutAsync();
        FakeConnection second = await server.NextConnectionAsync();
        uint previous = 4;
        for (int i = 0; i < 5; i++)
        {
            uint id = (await second.ReadFrameAsync())!.Value.Id;
            Assert.True(id > previous, $"{id} came after {previous}");
            previous = id;
        }
    }

    [Theory]
    [InlineData(TlsRecordMode.Joined, new[] { 191 })]
    [InlineData(TlsRecordMode.Split, new[] { 31, 160 })]
    public async Task Write_Message_UsesTheConfiguredRecords(TlsRecordMode records, int[] expected)
    {
        await using FakeServer server = new(resume: false);
        await using RecordTap tap = new(server.Address);
        UserConfig user = SwarmUnderTest.User("Alice", Models.Every(TimeSpan.FromMilliseconds(500)), tap.Address) with
        {
            TlsRecords = records,
        };
        await using SwarmUnderTest test = new([user]);
        test.Swarm.Start();
        await (await server.NextConnectionAsync()).ReadFrameAsync();
        Assert.Equal(expected, tap.PlainSizes.TakeLast(expected.Length));
        Assert.NotEqual(expected[0], tap.PlainSizes.SkipLast(expected.Length).Last());
    }

    [Fact]
    public async Task StopAsync_MessagesInFlight_WaitsForTheirReceipts()
    {
        await using FakeServer server = new(resume: true);
        await using SwarmUnderTest test = new([
            SwarmUnderTest.User("Alice", Models.Every(TimeSpan.FromMilliseconds(20)), server.Address),
        ]);
        test.Swarm.Start();
        FakeConnection connection = await server.NextConnectionAsync();
        await connection.ReplyAsync(Resumption.UnknownSession);
        Task answering = AnswerAsync(connection);
        await Eventually.IsTrueAsync(() => test.Recorder.Sent.Count >= 10, "ten messages made");
        LedgerSnapshot ledger = await test.Swarm.StopAsync(TimeSpan.FromSeconds(20));
        await answering;
        Assert.Equal(0, ledger.Unacknowledged);
        Assert.Equal(0, ledger.Undelivered);
        Assert.Equal(ledger.MessagesSent, ledger.RoundTrip.Count);
        Assert.Equal(0, ledger.LinksOpen);
    }

    private static async Task AnswerAsync(FakeConnection connection)
    {
        while (await connection.ReadFrameAsync() is { } frame)
            await connection.SendAsync(Frame.Receipt(Bob, Alice, frame.Id));
    }
}
