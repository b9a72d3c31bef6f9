using MGen.EventLog;
using MGen.Messenger.Attachments;
using MGen.Messenger.Dialing;
using MGen.Messenger.Links;
using MGen.Messenger.Measurement;
using MGen.Messenger.Scheduling;
using MGen.Messenger.Tests.Support;
using MGen.Model.Configuration;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Messenger.Tests.Swarm;

public sealed class AttachmentTests
{
    private const int Blocks = 15,
        Size = Blocks * WireLimits.BlockBytes;
    private static readonly Identifier Bob = Identifier.Create("Bob");
    private static readonly Identifier Group = Identifier.Create("group1");

    [Theory]
    [InlineData(AttachmentMode.Full, Size)]
    [InlineData(AttachmentMode.HeadersOnly, 0)]
    public async Task Send_LargeMessage_UploadsOnce(AttachmentMode mode, int expectedBytes)
    {
        await using FakeServer server = new(resume: true);
        await using FakeWebServer web = new();
        UserConfig user = SwarmUnderTest.User(
            "A lice&",
            Models.Every(TimeSpan.FromMilliseconds(300), Blocks),
            server.Address
        ) with
        {
            Attachments = mode,
        };
        await using SwarmUnderTest test = new([WithWeb(user, web)]);
        test.Swarm.Start();
        FakeConnection connection = await server.NextConnectionAsync();
        await connection.ReadFrameAsync();
        await Eventually.IsTrueAsync(() => test.Now.AttachmentsUploaded == 1, "the upload");
        Assert.Equal(("PUT", $"/?size={Size}&user=A%20lice%26", expectedBytes), web.Requests.First());
    }

    [Fact]
    public async Task Upload_Fails_IsRetriedAsAnUpload()
    {
        await using FakeServer server = new(resume: true);
        await using FakeWebServer web = new()
        {
            Answer = (number, size) =>
                number < 3
                    ? "HTTP/1.1 503 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                    : FakeWebServer.Ok(size),
        };
        await using SwarmUnderTest test = new([
            WithWeb(SwarmUnderTest.User("Alice", Models.Every(TimeSpan.FromSeconds(5), Blocks), server.Address), web),
        ]);
        test.Swarm.Start();
        await Eventually.IsTrueAsync(() => test.Now.AttachmentsUploaded == 1, "the third attempt", () => test.Now);
        Assert.Equal(["PUT", "PUT", "PUT"], web.Requests.Select(request => request.Method));
        Assert.Equal(2, test.Now.AttachmentErrors);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Upload_ServerRespondsBeforeTheBody_IsDoneOnce(bool aborts)
    {
        const int Uploads = 30;
        await using FakeServer server = new(resume: true);
        await using EarlyWebServer web = new(aborts);
        UserConfig user = SwarmUnderTest.User(
            "Alice",
            Models.Every(TimeSpan.FromMilliseconds(20), 10_000),
            server.Address
        );
        await using SwarmUnderTest test = new([
            SwarmUnderTest.With(user, conversation => conversation with { WebServer = web.Address }),
        ]);
        test.Swarm.Start();
        await Eventually.IsTrueAsync(
            () => test.Now.AttachmentsUploaded + test.Now.AttachmentErrors >= Uploads,
            "the uploads",
            () => test.Now
        );
        await test.Swarm.DisposeAsync();
        Assert.DoesNotContain(
            await test.ReadLogAsync(),
            line => line.Contains("Error uploading", StringComparison.Ordinal)
        );
        Assert.InRange(web.Requests, Uploads, test.Now.AttachmentsUploaded + 1);
    }

    [Fact]
    public async Task Receive_LargeMessages_AreAcknowledgedAtOnceAndDownloaded()
    {
        await using FakeServer server = new(resume: true);
        await using FakeWebServer web = new()
        {
            Answer = (number, size) => FakeWebServer.Ok(number == 1 ? size - 1 : size),
        };
        await using SwarmUnderTest test = new([
            WithWeb(SwarmUnderTest.User("Alice", Models.Silent, server.Address), web),
        ]);
        test.Swarm.Start();
        FakeConnection connection = await server.NextConnectionAsync();
        await connection.ReplyAsync(Resumption.UnknownSession);
        await connection.SendAsync(Frame.Message(Bob, Group, 0, Size));
        await connection.SendAsync(Frame.Message(Bob, Group, 1, Size));
        Assert.Equal(0u, (await connection.ReadFrameAsync())!.Value.Id);
        Assert.Equal(1u, (await connection.ReadFrameAsync())!.Value.Id);
        await Eventually.IsTrueAsync(() => test.Now.AttachmentsDownloaded == 2, "both downloads", () => test.Now);
        Assert.Equal(1, test.Now.AttachmentErrors);
        Assert.Equal(2 * Size, test.Now.AttachmentBytesDownloaded);
        await test.Swarm.DisposeAsync();
        Assert.Contains(
            await test.ReadLogAsync(),
            line => line.StartsWith("Error fetching: ", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(AttachmentMode.Full, 1)]
    [InlineData(AttachmentMode.HeadersOnly, 2)]
    public async Task Download_ServerKeepsConnectionsOpen_UsesOneUnlessItIsCut(AttachmentMode mode, int connections)
    {
        const uint Bytes = 1_000_000;
        await using FakeServer server = new(resume: true);
        await using FakeWebServer web = new()
        {
            KeepsOpen = true,
            Answer = (_, size) => FakeWebServer.Ok(size, mayReuse: true),
        };
        UserConfig user = SwarmUnderTest.User("Alice", Models.Silent, server.Address) with { Attachments = mode };
        await using SwarmUnderTest test = new([WithWeb(user, web)]);
        test.Swarm.Start();
        FakeConnection connection = await server.NextConnectionAsync();
        await connection.ReplyAsync(Resumption.UnknownSession);
        for (uint id = 0; id < 2; id++)
        {
            await connection.SendAsync(Frame.Message(Bob, Group, id, Bytes));
            await Eventually.IsTrueAsync(() => test.Now.AttachmentsDownloaded == id + 1, "a download", () => test.Now);
        }
        Assert.Equal(connections, web.Connections);
        Assert.Equal(0, test.Now.AttachmentErrors);
    }

    [Fact]
    public async Task Upload_ServerClosedTheIdleConnection_OpensAnotherWithoutAnError()
    {
        await using FakeServer server = new(resume: true);
        await using FakeWebServer web = new() { Answer = (_, size) => FakeWebServer.Ok(size, mayReuse: true) };
        await using SwarmUnderTest test = new([
            WithWeb(
                SwarmUnderTest.User("Alice", Models.Every(TimeSpan.FromMilliseconds(50), Blocks), server.Address),
                web
            ),
        ]);
        test.Swarm.Start();
        await Eventually.IsTrueAsync(() => test.Now.AttachmentsUploaded >= 5, "the uploads", () => test.Now);
        Assert.Equal(0, test.Now.AttachmentErrors);
    }

    [Fact]
    public async Task Download_ResponseIsNotHttp_IsRetried()
    {
        await using FakeServer server = new(resume: true);
        await using FakeWebServer web = new()
        {
            Answer = (number, size) => number == 1 ? "SSH-2.0-x\r\n" : FakeWebServer.Ok(size),
        };
        await using SwarmUnderTest test = new([
            WithWeb(SwarmUnderTest.User("Alice", Models.Silent, server.Address), web),
        ]);
        test.Swarm.Start();
        FakeConnection connection = await server.NextConnectionAsync();
        await connection.ReplyAsync(Resumption.UnknownSession);
        await connection.SendAsync(Frame.Message(Bob, Group, 0, Size));
        await Eventually.IsTrueAsync(() => test.Now.AttachmentsDownloaded == 1, "the second attempt", () => test.Now);
        await test.Swarm.DisposeAsync();
        Assert.Contains("Error fetching: the server's response is not valid HTTP/1.1", await test.ReadLogAsync());
    }

    [Fact]
    public async Task Drain_TrustedCertificatesBecameUnreadable_Completes()
    {
        using DeadlineScheduler scheduler = new(TimeProvider.System);
        Ledger ledger = new();
        using MessengerMetrics metrics = new(ledger);
        await using EventLogWriter log = new(Stream.Null, TimeProvider.System);
        DirectDialer direct = new(TimeProvider.System, new SocketSettings(connections: 1));
        Dialers dialers = new(direct, scheduler, ledger);
        await using TlsEngine engine = TlsEngine.Start(new TlsEngineOptions());
        using TlsContexts contexts = new(engine);
        ServerConnector connector = new(dialers, engine, contexts);
        using AttachmentServices services = new(scheduler, loop: null, connector, TimeSpan.FromSeconds(1));
        UserConfig user = SwarmUnderTest.User("Alice", Models.Silent) with { TlsCa = "/no/such/ca.pem" };
        Journal journal = new(new ClientLog(log), ledger, metrics, Observer: null);
        AttachmentTransfers transfers = new(
            services,
            user,
            user.Conversations[0],
            new ConversationJournal(journal, user.User, Group),
            CancellationToken.None
        );

        transfers.Upload(Size);
        transfers.Upload(Size);
        transfers.Download(Size);
        await services.DrainAsync().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Equal(3, ledger.Faults);
    }

    private static UserConfig WithWeb(UserConfig user, FakeWebServer web) =>
        SwarmUnderTest.With(user, conversation => conversation with { WebServer = web.Address });
}
