using MGen.Messenger.Tests.Support;
using MGen.Model.Configuration;
using MGen.Wire;
using Microsoft.Extensions.Time.Testing;

namespace MGen.Messenger.Tests.Swarm;

/// <summary>The log has the original's lines in the original's order.</summary>
public sealed class LifeCycleTests
{
    private static readonly Identifier Alice = Identifier.Create("Alice");
    private static readonly Identifier Bob = Identifier.Create("Bob");
    private static readonly Identifier Group = Identifier.Create("group1");
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Conversation_FirstIdleConfigured_SendsThenInsteadOfAfterADraw()
    {
        await using FakeServer server = new(resume: false);
        UserConfig alice = SwarmUnderTest.With(
            SwarmUnderTest.User("Alice", Models.Chatty, server.Address),
            conversation => conversation with { FirstIdle = TimeSpan.FromSeconds(3) }
        );
        await using SwarmUnderTest test = new([alice], _clock);
        test.Swarm.Start();
        FakeConnection connection = await server.NextConnectionAsync();
        await Eventually.IsTrueAsync(() => test.Now.LinksOpened == 1, "the handshake");

        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(test.Recorder.Sent);
        _clock.Advance(TimeSpan.FromSeconds(1)); // a draw of i would be 60 s
        await AssertMessageAsync(connection, 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Conversation_ScriptedWithBob_LogsWhatTheOriginalLogs(bool resume)
    {
        await using FakeServer server = new(resume);
        await using SwarmUnderTest test = new(
            [SwarmUnderTest.User("Alice", Models.Chatty, server.Address)],
            _clock,
            staggerScale: 1
        );
        test.Swarm.Start();
        _clock.Advance(TimeSpan.FromMilliseconds(6_916));
        FakeConnection connection = await server.NextConnectionAsync();
        await Eventually.IsTrueAsync(() => test.Now.LinksOpened == 1, "the handshake");

        _clock.Advance(TimeSpan.FromSeconds(60)); // i
        await AssertMessageAsync(connection, 0);
        if (resume)
            await connection.ReplyAsync(Resumption.UnknownSession);
        await connection.SendAsync(Frame.Receipt(Bob, Alice, 0));
        await Eventually.IsTrueAsync(() => test.Now.ReceiptsReceived == 1, "Bob's receipt");
        await connection.SendAsync(Frame.Message(Bob, Group, 0, 320));
        Assert.Equal(Frame.Receipt(Alice, Bob, 0), await connection.ReadFrameAsync());

        _clock.Advance(TimeSpan.FromSeconds(1)); // a_r, before w
        await AssertMessageAsync(connection, 1);
        await Eventually.HappensAsync(_clock, Tick, () => test.Recorder.Sent.Count == 2, "the second message");
        _clock.Advance(TimeSpan.FromSeconds(3)); // w, before a_s
        await connection.SendAsync(Frame.Receipt(Bob, Alice, 1));
        await Eventually.IsTrueAsync(() => test.Now.ReceiptsReceived == 2, "Bob's second receipt");
        await test.Swarm.DisposeAsync();
        Assert.Equal(
            [
                "Alice,group1,waiting,6916",
                "Alice,group1,awake",
                "Alice,group1,Idle",
                "Alice,group1,handshake",
                "Alice,group1,send,Idle,Active,1,0",
                "Alice,group1,receive,Active,Active,Bob,receipt,0",
                "Alice,group1,receive,Active,Active,Bob,320,0",
                "Alice,group1,send,Active,Active,1,1",
                "Alice,group1,Idle",
                "Alice,group1,receive,Idle,Idle,Bob,receipt,1",
                "Alice,group1,Idle",
            ],
            await test.ReadLogAsync()
        );
    }

    [Fact]
    public async Task Start_Staggered_ConnectsAfterTheStagger()
    {
        await using FakeServer server = new(resume: true);
        await using SwarmUnderTest test = new(
            [SwarmUnderTest.User("Bob", Models.Silent, server.Address)],
            _clock,
            staggerScale: 0.5
        );
        test.Swarm.Start();
        _clock.Advance(TimeSpan.FromMilliseconds(3_520));
        Assert.Equal(0, test.Now.LinksOpened);
        _clock.Advance(TimeSpan.FromMilliseconds(1)); // half of 7,041
        Assert.Equal("Bob", (await server.NextConnectionAsync()).Handshake.User.Text);
    }

    [Fact]
    public async Task Bootstrap_MessagesArrive_AreAcknowledgedAtWakeUp()
    {
        await using FakeServer server = new(resume: true);
        await using SwarmUnderTest test = new(
            [WithBootstrap(SwarmUnderTest.User("Alice", Models.Silent, server.Address))],
            _clock
        );
        test.Swarm.Start();
        _clock.Advance(Tick);
        FakeConnection connection = await server.NextConnectionAsync();
        byte[] expected = [.. Resumption.Reply(0)];
        await connection.SendAsync(expected);
        await connection.SendAsync(Frame.Message(Bob, Group, 0, 160));
        await connection.SendAsync(Frame.Message(Bob, Group, 1, 160));
        await Eventually.IsTrueAsync(() => test.Now.BytesReceived >= 8 + (2 * (20 + 3 + 6 + 160)), "both messages");
        Assert.Equal(0, test.Now.MessagesReceived);

        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(Frame.Receipt(Alice, Bob, 0), await connection.ReadFrameAsync());
        Assert.Equal(Frame.Receipt(Alice, Bob, 1), await connection.ReadFrameAsync());
        await test.Swarm.DisposeAsync();
        Assert.Equal(
            [
                "Alice,group1,waiting,0",
                "Alice,group1,handshake",
                "Alice,group1,awake",
                "Alice,group1,Idle",
                "Alice,group1,receive,Idle,Idle,Bob,160,0",
                "Alice,group1,Idle",
                "Alice,group1,receive,Idle,Idle,Bob,160,1",
                "Alice,group1,Idle",
            ],
            await test.ReadLogAsync()
        );
    }

    [Fact]
    public async Task Send_NotConnectedYet_WaitsForTheConnection()
    {
        await using FakeServer server = new(resume: true) { Intercept = Refuse };
        await using SwarmUnderTest test = new(
            [SwarmUnderTest.User("Alice", Models.Every(TimeSpan.FromMilliseconds(10)), server.Address)],
            _clock
        );
        test.Swarm.Start();
        await Eventually.HappensAsync(_clock, Tick, () => test.Recorder.Sent.Count >= 5, "five messages made");
        Assert.Equal(0, test.Now.LinksOpened);
        server.Intercept = _ => false;
        await Eventually.HappensAsync(_clock, Tick, () => test.Now.LinksOpened == 1, "a link");
        FakeConnection connection = await server.NextConnectionAsync();
        for (uint id = 0; id < 5; id++)
            await AssertMessageAsync(connection, id);
    }

    private static bool Refuse(System.Net.Sockets.Socket socket)
    {
        socket.Dispose();
        return true;
    }

    private static UserConfig WithBootstrap(UserConfig user) =>
        SwarmUnderTest.With(user, conversation => conversation with { Bootstrap = TimeSpan.FromSeconds(10) });

    private static async Task AssertMessageAsync(FakeConnection connection, uint id) =>
        Assert.Equal(Frame.Message(Alice, Group, id, 160), await connection.ReadFrameAsync());
}
