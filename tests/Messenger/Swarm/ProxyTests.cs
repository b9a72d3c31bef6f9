using MGen.Messenger.Dialing;
using MGen.Messenger.Links;
using MGen.Messenger.Tests.Support;
using MGen.Model.Configuration;
using MGen.Wire;

namespace MGen.Messenger.Tests.Swarm;

/// <summary>Conversations and attachments through a proxy that may fail.</summary>
public sealed class ProxyTests
{
    private const int Blocks = 15;
    private static readonly Identifier Alice = Identifier.Create("Alice");
    private static readonly Identifier Bob = Identifier.Create("Bob");
    private static readonly Identifier Group = Identifier.Create("group1");
    private static readonly HostPort Chat = new("chat.example", 6397);
    private static readonly HostPort Web = new("web.example", 6398);

    public static TheoryData<SocksIsolation, string?[], string?[]> Isolations =>
        new()
        {
            { SocksIsolation.Conversation, ["Alice", "group1"], ["Alice", "web.example:6398"] },
            { SocksIsolation.User, ["Alice", "mgen"], ["Alice", "mgen"] },
            { SocksIsolation.None, [null, null], [null, null] },
        };

    [Theory]
    [MemberData(nameof(Isolations))]
    public async Task Swarm_WithAProxy_ReachesBothServersByNameThroughIt(
        SocksIsolation isolation,
        string?[] forMessages,
        string?[] forAttachments
    )
    {
        await using FakeServer server = new(resume: true);
        await using FakeWebServer web = new();
        await using FakeProxy proxy = new();
        proxy.Hosts[Chat.Host] = server.Address;
        proxy.Hosts[Web.Host] = web.Address;
        await using SwarmUnderTest test = new([Behind(proxy, "Alice", Blocks) with { SocksIsolation = isolation }]);
        test.Swarm.Start();
        FakeConnection connection = await server.NextConnectionAsync();
        await connection.ReplyAsync(Resumption.UnknownSession);
        Assert.Equal(0u, (await connection.ReadFrameAsync())!.Value.Id);
        await connection.SendAsync(Frame.Message(Bob, Group, 0, Blocks * WireLimits.BlockBytes));
        await Eventually.IsTrueAsync(
            () => test.Now is { AttachmentsUploaded: > 0, AttachmentsDownloaded: 1 },
            "both transfers",
            () => test.Now
        );

        ProxyCall[] calls = [.. proxy.Calls];
        Assert.Equal(
            new ProxyCall(forMessages[0], forMessages[1], Chat),
            Assert.Single(calls, call => call.Target == Chat)
        );
        Assert.All(
            calls.Where(call => call.Target != Chat),
            call => Assert.Equal(new ProxyCall(forAttachments[0], forAttachments[1], Web), call)
        );
        Assert.Equal(0, test.Now.UnisolatedConnections);
    }

    [Fact]
    public async Task Link_ProxyFailsMidStream_IsReplacedWithoutLoss()
    {
        const int Cuts = 5,
            FramesPerLink = 8;
        await using FakeServer server = new(resume: true);
        await using FakeProxy proxy = new();
        proxy.Hosts[Chat.Host] = server.Address;
        await using SwarmUnderTest test = new([Behind(proxy, "Alice")]);
        test.Swarm.Start();
        uint next = 0;
        for (int link = 0; link <= Cuts; link++)
        {
            FakeConnection connection = await server.NextConnectionAsync();
            await connection.ReplyAsync(link == 0 ? Resumption.UnknownSession : next);
            for (int i = 0; i < FramesPerLink; i++)
                Assert.Equal(
                    Frame.Message(Alice, Group, next++, WireLimits.BlockBytes),
                    await connection.ReadFrameAsync()
                );
            proxy.CutAll();
        }
        Assert.True(test.Now.LinksOpened > Cuts);
    }

    [Fact]
    public async Task Link_ProxyRefusesForAWhile_IsRetriedAndLoggedByReason()
    {
        await using FakeServer server = new(resume: true);
        await using FakeProxy proxy = new();
        proxy.Hosts[Chat.Host] = server.Address;
        byte[] replies = [1, 2, 3, 4, 5, 6, 0xF0, 0x42];
        int asked = 0;
        proxy.Reply = _ => Interlocked.Increment(ref asked) is var n && n <= replies.Length ? replies[n - 1] : (byte)0;
        await using SwarmUnderTest test = new([
            SwarmUnderTest.With(Behind(proxy, "Alice"), c => c with { Retry = TimeSpan.Zero }),
        ]);
        test.Swarm.Start();
        await server.NextConnectionAsync();

        SocksFailure[] expected = [.. replies.Select(SocksFailureRules.FromReply)];
        Assert.Equal(expected.Order(), test.Now.SocksFailures.Keys.Order());
        Assert.All(test.Now.SocksFailures.Values, count => Assert.Equal(1, count));
        Assert.Equal(replies.Length, test.Now.LinkEnds[LinkEnd.Unreachable]);
        await test.Swarm.DisposeAsync();
        IEnumerable<string> errors = (await test.ReadLogAsync()).Where(line =>
            line.Contains(",error,", StringComparison.Ordinal)
        );
        Assert.Equal(
            expected.Select(reason => $"Alice,group1,error,TCP,SOCKS {reason}: {Chat} through {proxy.Address}"),
            errors.Take(replies.Length)
        );
    }

    [Fact]
    public async Task Swarm_ProxyRefusesOneUserPermanently_GivesUpThatUserOnly()
    {
        await using FakeServer server = new(resume: true);
        await using FakeProxy proxy = new() { Judge = user => user == "Alice" ? (byte)1 : (byte)0 };
        proxy.Hosts[Chat.Host] = server.Address;
        await using SwarmUnderTest test = new([Behind(proxy, "Alice"), Behind(proxy, "Bob")]);
        test.Swarm.Start();
        FakeConnection connection = await server.NextConnectionAsync();
        await Eventually.IsTrueAsync(() => test.Now.ConversationsGivenUp == 1, "Alice's end");
        int made = test.Recorder.Sent.Count(message => message.User == "Alice");
        for (uint id = 0; id < 20; id++)
            Assert.Equal(Frame.Message(Bob, Group, id, WireLimits.BlockBytes), await connection.ReadFrameAsync());

        Assert.Equal(1, test.Now.SocksFailures[SocksFailure.CredentialsRejected]);
        Assert.Equal(made, test.Recorder.Sent.Count(message => message.User == "Alice"));
        Assert.Equal("Bob", connection.Handshake.User.Text);
    }

    [Fact]
    public async Task Swarm_OneOfTwoServersFailsPermanently_UsesTheOther()
    {
        await using FakeServer server = new(resume: true);
        await using FakeProxy proxy = new();
        HostPort hopeless = new("2001:db8::1", 6397);
        proxy.Hosts[Chat.Host] = server.Address;
        proxy.Reply = call => call.Target == hopeless ? (byte)8 : (byte)0;
        await using SwarmUnderTest test = new([
            SwarmUnderTest.With(Behind(proxy, "Alice"), c => c with { MessageServers = [hopeless, Chat] }),
        ]);
        test.Swarm.Start();
        await server.NextConnectionAsync();
        Assert.Equal(1, test.Now.SocksFailures[SocksFailure.AddressTypeNotSupported]);
        Assert.Equal(0, test.Now.ConversationsGivenUp);
    }

    [Fact]
    public async Task Transfer_ProxyForbidsTheWebServer_IsDroppedWhileMessagesContinue()
    {
        await using FakeServer server = new(resume: true);
        await using FakeProxy proxy = new() { Judge = _ => 0 };
        proxy.Hosts[Chat.Host] = server.Address;
        proxy.Reply = call => call.Target == Web ? (byte)7 : (byte)0;
        await using SwarmUnderTest test = new([Behind(proxy, "Alice", Blocks)]);
        test.Swarm.Start();
        FakeConnection connection = await server.NextConnectionAsync();
        await Eventually.IsTrueAsync(() => test.Now.AttachmentsDropped >= 2, "two uploads given up", () => test.Now);
        for (uint id = 0; id < 5; id++)
            Assert.Equal(id, (await connection.ReadFrameAsync())!.Value.Id);
        Assert.Equal(0, test.Now.ConversationsGivenUp);
        await test.Swarm.DisposeAsync();
        Assert.Contains(
            await test.ReadLogAsync(),
            line =>
                line.Contains(
                    "Error uploading: SOCKS CommandNotSupported: web.example:6398 through ",
                    StringComparison.Ordinal
                )
        );
    }

    private static UserConfig Behind(FakeProxy proxy, string user, uint blocks = 1) =>
        SwarmUnderTest.With(
            SwarmUnderTest.User(user, Models.Every(TimeSpan.FromMilliseconds(20), blocks), Chat) with
            {
                Socks = proxy.Address,
            },
            conversation => conversation with { WebServer = Web }
        );
}
