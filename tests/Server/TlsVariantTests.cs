using System.Net.Sockets;
using System.Security.Authentication;
using MGen.Contract;
using MGen.Gateway;
using MGen.Transport;
using MGen.Transport.Tests;
using MGen.Wire;

namespace MGen.Server.Tests;

/// <summary>The variants of TLS that clients and options may choose.</summary>
public sealed class TlsVariantTests
{
    private const int ApplicationData = 23;
    private const int Body = 320;
    private const int Tls13Overhead = 17; // the content type and the tag

    public static TheoryData<TlsEngineKind> Kinds => [TlsEngineKind.Auto, TlsEngineKind.Managed];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Records_Single_AMessageIsOneRecord(TlsEngineKind kind) =>
        Assert.Equal([Message.Header.Length + Body], await DeliveredRecordsAsync(kind, split: false));

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Records_Split_HeaderAndBodyAreSeparateRecords(TlsEngineKind kind) =>
        Assert.Equal([Message.Header.Length, Body], await DeliveredRecordsAsync(kind, split: true));

    /// <summary>
    /// Counts the packets that a member's kernel receives, as a capture of the network would. docs/CONFIG.md says that
    /// <c>split</c> makes two of a message, except with the managed engine.
    /// </summary>
    [Theory]
    [InlineData(TlsEngineKind.Records, false, 1)]
    [InlineData(TlsEngineKind.Records, true, 2)]
    [InlineData(TlsEngineKind.OpenSsl, false, 1)]
    [InlineData(TlsEngineKind.OpenSsl, true, 2)]
    public async Task Packets_OfAMessage_AreAsManyAsItsRecords(TlsEngineKind kind, bool split, int packets)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux counts segments");
        const int Count = 20;
        await using ServerFixture server = await StartAsync(kind, split);
        Socket? received = null;
        await using WireClient bob = await JoinAsync(
            server,
            "bob",
            await WireClient.DialAsync(
                server.Address,
                tap: socket => new NetworkStream(received = socket, ownsSocket: true)
            )
        );
        await using WireClient alice = await JoinAsync(server, "alice", await WireClient.DialAsync(server.Address));
        await alice.SendAsync([MessageOf("alice", 1)]);
        await bob.ReadAsync(); // by now the late records of TLS itself have arrived, too
        List<uint> counts = [];
        for (uint id = 2; id < 2 + Count; id++)
        {
            uint before = RecordTap.SegmentsOf(received!);
            await alice.SendAsync([MessageOf("alice", id)]);
            await bob.ReadAsync();
            counts.Add(RecordTap.SegmentsOf(received!) - before);
        }

        // The median: on a busy machine the server's kernel retransmits a segment now and then.
        Assert.Equal((uint)packets, counts.Order().ElementAt(Count / 2));
    }

    [Theory]
    [InlineData(TlsEngineKind.Auto, SslProtocols.Tls12)]
    [InlineData(TlsEngineKind.Auto, SslProtocols.Tls13)]
    [InlineData(TlsEngineKind.Managed, SslProtocols.Tls12)]
    public async Task Version_AnyThatAClientMayChoose_MessagesArriveInOrderInBothDirections(
        TlsEngineKind kind,
        SslProtocols version
    )
    {
        const int Count = 200;
        await using ServerFixture server = await StartAsync(kind, split: false);
        await using WireClient alice = await JoinAsync(
            server,
            "alice",
            await WireClient.DialAsync(server.Address, version: version)
        );
        await using WireClient bob = await JoinAsync(server, "bob", await WireClient.DialAsync(server.Address));
        uint[] ids = [.. Enumerable.Range(0, Count).Select(id => (uint)id)];

        await alice.SendAsync(ids.Select(id => MessageOf("alice", id)));
        Assert.Equal(ids, await bob.ReadIdsAsync(Count));
        await bob.SendAsync(ids.Select(id => MessageOf("bob", id)));
        Assert.Equal(ids, await alice.ReadIdsAsync(Count));

        Assert.Equal(version, alice.Version);
    }

    private static Frame Message => MessageOf("alice", 0);

    private static Frame MessageOf(string user, uint id) =>
        Frame.Message(Identifier.Create(user), Identifier.Create("g"), id, Body);

    private static Task<ServerFixture> StartAsync(TlsEngineKind kind, bool split) =>
        ServerFixture.StartAsync(
            new MessageServerOptions
            {
                Engine = new TlsEngineOptions { Kind = kind },
                Gateway = new GatewaySettings { SplitRecords = split },
            }
        );

    private static async Task<WireClient> JoinAsync(ServerFixture server, string user, WireClient client)
    {
        await client.IntroduceAsync(user, "g");
        await server.Log.WaitForAsync($"register,{user},g");
        return client;
    }

    /// <summary>Returns the decrypted lengths of the records in which a message reaches a member.</summary>
    private static async Task<int[]> DeliveredRecordsAsync(TlsEngineKind kind, bool split)
    {
        await using ServerFixture server = await StartAsync(kind, split);
        RecordTap? tap = null;
        await using WireClient bob = await JoinAsync(
            server,
            "bob",
            await WireClient.DialAsync(
                server.Address,
                version: SslProtocols.Tls13,
                tap: socket => tap = new RecordTap(socket)
            )
        );
        await using WireClient alice = await JoinAsync(server, "alice", await WireClient.DialAsync(server.Address));
        await alice.SendAsync([MessageOf("alice", 1)]);
        await bob.ReadAsync(); // by now the late records of TLS itself have arrived, too
        tap!.Clear();

        await alice.SendAsync([Message]);
        await bob.ReadAsync();

        Assert.All(tap.Records(), record => Assert.Equal(ApplicationData, record.Type));
        return [.. tap.Records().Select(record => record.Length - Tls13Overhead)];
    }
}
