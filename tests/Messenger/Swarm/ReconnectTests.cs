using System.Net.Sockets;
using System.Text;
using MGen.Messenger.Links;
using MGen.Messenger.Tests.Support;
using MGen.Model.Configuration;
using MGen.Wire;
using Microsoft.Extensions.Time.Testing;

namespace MGen.Messenger.Tests.Swarm;

/// <summary>Failures at each stage of a connection, and the recovery by the next connection.</summary>
public sealed class ReconnectTests
{
    private static readonly Identifier Alice = Identifier.Create("Alice");
    private static readonly Identifier Bob = Identifier.Create("Bob");
    private static readonly Identifier Group = Identifier.Create("group1");

    [Fact]
    public async Task Connect_NoListener_RetriesUntilThereIsOne()
    {
        HostPort address;
        await using (FakeServer gone = new(resume: true))
            address = gone.Address;
        await using FakeServer server = new(resume: true);
        await using SwarmUnderTest test = new([
            SwarmUnderTest.User("Alice", Models.Silent, address, address, server.Address),
        ]);
        test.Swarm.Start();
        await server.NextConnectionAsync();
        Assert.Equal(2, test.Now.LinkEnds[LinkEnd.Unreachable]);
        await test.Swarm.DisposeAsync();
        Assert.Contains($"Alice,group1,error,TCP,ConnectionRefused: {address}", await test.ReadLogAsync());
    }

    /// <summary>The clock does not advance, so no attempt may wait for a back-off.</summary>
    [Fact]
    public async Task Connect_FirstServersRefuse_TheNextIsTriedAtOnce()
    {
        HostPort address;
        await using (FakeServer gone = new(resume: true))
            address = gone.Address;
        await using FakeServer server = new(resume: true);
        await using SwarmUnderTest test = new(
            [SwarmUnderTest.User("Alice", Models.Silent, address, address, server.Address)],
            new FakeTimeProvider()
        );
        test.Swarm.Start();

        await server.NextConnectionAsync();

        Assert.Equal(2, test.Now.LinkEnds[LinkEnd.Unreachable]);
        Assert.Equal($"{address} refuses connections: is mgen-server running?", test.Now.FirstFailure);
    }

    [Fact]
    public async Task Connect_ServerWithoutTls_IsATlsErrorAndRetried()
    {
        int connections = 0;
        await using FakeServer server = new(resume: true) { Intercept = SendGarbageOnce };
        await using SwarmUnderTest test = new([SwarmUnderTest.User("Alice", Models.Silent, server.Address)]);
        test.Swarm.Start();
        await server.NextConnectionAsync();
        Assert.Equal(1, test.Now.LinkEnds[LinkEnd.TlsFailed]);
        await test.Swarm.DisposeAsync();
        Assert.Contains(
            await test.ReadLogAsync(),
            line => line.StartsWith("Alice,group1,error,TLS,TlsError: ", StringComparison.Ordinal)
        );

        bool SendGarbageOnce(Socket socket)
        {
            if (Interlocked.Increment(ref connections) > 1)
                return false;
            socket.Send(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
            return true;
        }
    }

    [Fact]
    public async Task Connect_ServerSilentDuringTls_TimesOutAndRetries()
    {
        FakeTimeProvider clock = new();
        List<Socket> silent = [];
        await using FakeServer server = new(resume: true) { Intercept = Keep };
        await using SwarmUnderTest test = new([SwarmUnderTest.User("Alice", Models.Silent, server.Address)], clock);
        test.Swarm.Start();
        await Eventually.HappensAsync(
            clock,
            TimeSpan.FromMilliseconds(1),
            () => silent.Count == 1,
            "the first attempt"
        );
        server.Intercept = _ => false;
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(test.Now.LinkEnds);
        await Eventually.HappensAsync(
            clock,
            TimeSpan.FromMilliseconds(100),
            () => test.Now.LinkEnds.ContainsKey(LinkEnd.TimedOut),
            "the time limit"
        );
        await Eventually.HappensAsync(
            clock,
            TimeSpan.FromMilliseconds(10),
            () => test.Now.LinksOpened == 1,
            "the second attempt"
        );

        bool Keep(Socket socket)
        {
            silent.Add(socket);
            return true;
        }
    }

    [Fact]
    public async Task Link_CutAfterTheHandshake_Reconnects()
    {
        await using FakeServer server = new(resume: true);
        await using SwarmUnderTest test = new([SwarmUnderTest.User("Alice", Models.Silent, server.Address)]);
        test.Swarm.Start();
        FakeConnection first = await server.NextConnectionAsync();
        await first.CutAsync();
        FakeConnection second = await server.NextConnectionAsync();
        Assert.Equal(first.Handshake.Resume!.Session, second.Handshake.Resume!.Session);
        await second.ReplyAsync(0);
        await second.SendAsync(Frame.Message(Bob, Group, 0, 160));
        Assert.Equal(Frame.Receipt(Alice, Bob, 0), await second.ReadFrameAsync());
        Assert.Equal(1, test.Now.LinkEnds.Values.Sum());
    }

    [Fact]
    public async Task Link_CutInsideAFrame_CountsOnlyWholeFrames()
    {
        await using FakeServer server = new(resume: true);
        await using SwarmUnderTest test = new([SwarmUnderTest.User("Alice", Models.Silent, server.Address)]);
        test.Swarm.Start();
        FakeConnection first = await server.NextConnectionAsync();
        await first.ReplyAsync(Resumption.UnknownSession);
        await first.SendAsync(Frame.Message(Bob, Group, 0, 160));
        Assert.Equal(Frame.Receipt(Alice, Bob, 0), await first.ReadFrameAsync());
        await first.SendAsync(Frame.Message(Bob, Group, 1, 160).Header[..17].ToArray());
        await first.CloseAsync();
        FakeConnection second = await server.NextConnectionAsync();
        Assert.Equal(1u, second.Handshake.Resume!.Received);
        Assert.Equal(1, test.Now.LinkEnds[LinkEnd.Truncated]);
    }

    [Fact]
    public async Task Link_NoReplyToTheResumption_TimesOutAndReconnects()
    {
        FakeTimeProvider clock = new();
        await using FakeServer server = new(resume: true);
        await using SwarmUnderTest test = new([SwarmUnderTest.User("Alice", Models.Silent, server.Address)], clock);
        test.Swarm.Start();
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await (await server.NextConnectionAsync()).CutAsync();
        await server.NextConnectionAsync();
        await Eventually.IsTrueAsync(() => test.Now.LinksOpened == 2, "the second link");
        clock.Advance(TimeSpan.FromSeconds(61));
        await Eventually.IsTrueAsync(() => test.Now.LinkEnds.ContainsKey(LinkEnd.TimedOut), "the time limit");
        await Eventually.HappensAsync(
            clock,
            TimeSpan.FromMilliseconds(10),
            () => test.Now.LinksOpened == 3,
            "the third link"
        );
    }

    [Fact]
    public async Task Link_ServerSendsGarbageFrames_EndsAndIsReplaced()
    {
        await using FakeServer server = new(resume: false);
        await using SwarmUnderTest test = new([SwarmUnderTest.User("Alice", Models.Silent, server.Address)]);
        test.Swarm.Start();
        await (await server.NextConnectionAsync()).SendAsync(new byte[64]);
        await server.NextConnectionAsync();
        Assert.Equal(1, test.Now.LinkEnds[LinkEnd.Violation]);
    }

    [Fact]
    public async Task Link_FrameForAnotherUser_EndsAndIsReplaced()
    {
        await using FakeServer server = new(resume: false);
        await using SwarmUnderTest test = new([SwarmUnderTest.User("Alice", Models.Silent, server.Address)]);
        test.Swarm.Start();
        await (await server.NextConnectionAsync()).SendAsync(Frame.Message(Bob, Identifier.Create("another"), 0, 160));
        await server.NextConnectionAsync();
        Assert.Equal(1, test.Now.LinkEnds[LinkEnd.Violation]);
        Assert.Empty(test.Recorder.Received);
    }

    [Fact]
    public async Task Link_ResumeOff_OffersNothing()
    {
        await using FakeServer server = new(resume: true);
        UserConfig user = SwarmUnderTest.User("Alice", Models.Silent, server.Address) with { Resume = false };
        await using SwarmUnderTest test = new([user]);
        test.Swarm.Start();
        Assert.Null((await server.NextConnectionAsync()).Handshake.Resume);
    }

    [Fact]
    public async Task Swarm_OneServerIsDown_OtherConversationsContinue()
    {
        HostPort nowhere;
        await using (FakeServer gone = new(resume: true))
            nowhere = gone.Address;
        await using FakeServer server = new(resume: true);
        await using SwarmUnderTest test = new([
            SwarmUnderTest.User("Alice", Models.Silent, nowhere),
            SwarmUnderTest.User("Bob", Models.Silent, server.Address),
        ]);
        test.Swarm.Start();
        FakeConnection connection = await server.NextConnectionAsync();
        await Eventually.IsTrueAsync(
            () => test.Now.LinkEnds.GetValueOrDefault(LinkEnd.Unreachable) >= 3,
            "three failures of Alice's"
        );
        await connection.SendAsync([.. Resumption.Reply(0)]);
        await connection.SendAsync(Frame.Message(Alice, Group, 0, 160));
        Assert.Equal(Frame.Receipt(Bob, Alice, 0), await connection.ReadFrameAsync());
    }
}
