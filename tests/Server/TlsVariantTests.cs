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
