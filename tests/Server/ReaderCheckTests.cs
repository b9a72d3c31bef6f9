using MGen.Contract;
using MGen.Gateway;
using MGen.Wire;

namespace MGen.Server.Tests;

/// <summary>
/// A client without resumption that has several connections shows by its receipts which of them it reads.
/// </summary>
public sealed class ReaderCheckTests
{
    private static readonly TimeSpan NoTime = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Forever = TimeSpan.FromHours(1);

    [Fact]
    public async Task Plain_DoesNotReadTheServedConnection_OneMessageIsLostAndTheOthersArriveOnTheOtherOne()
    {
        await using TwoConnections bob = await TwoConnections.OpenAsync(NoTime);
        await bob.Alice.SendAsync(Messages(2, 5));

        Assert.Equal((uint[])[3u, 4u, 5u, 6u], await ReadAndAcknowledgeAsync(bob.Other, 4));
        await bob.Server.Log.WaitForAsync("refused,bob,g,NotRead");
    }

    [Fact]
    public async Task Plain_AcknowledgesOnAnotherConnection_TheServedOneStays()
    {
        await using TwoConnections bob = await TwoConnections.OpenAsync(Forever);
        await bob.Alice.SendAsync(Messages(2, 3));
        Assert.Equal(2u, (await bob.Served.ReadAsync())!.Value.Id);
        await bob.Other.SendAsync([Receipt(2)]);

        Assert.Equal((uint[])[3u, 4u], await bob.Served.ReadIdsAsync(2));
    }

    [Fact]
    public async Task Plain_ConnectsAgainInsteadOfAcknowledging_ReceivesOneMoreMessage()
    {
        await using TwoConnections bob = await TwoConnections.OpenAsync(Forever);
        await bob.Alice.SendAsync(Messages(2, 2));
        Assert.Equal(2u, (await bob.Served.ReadAsync())!.Value.Id);
        await using WireClient third = await WireClient.ConnectAsync(bob.Server.Address, "bob", "g");

        Assert.Equal(3u, (await bob.Served.ReadAsync())!.Value.Id);
    }

    [Fact]
    public async Task Plain_ServedConnectionIsResetWhileAReceiptIsDue_WaitingMessagesArriveOnTheOther()
    {
        await using TwoConnections bob = await TwoConnections.OpenAsync(Forever);
        await bob.Alice.SendAsync(Messages(2, 3));
        Assert.Equal(2u, (await bob.Served.ReadAsync())!.Value.Id);
        bob.Served.Reset();

        Assert.Equal((uint[])[3u, 4u], await bob.Other.ReadIdsAsync(2));
    }

    [Fact]
    public async Task Plain_HasNeverAcknowledged_ReceivesEverythingAtOnce()
    {
        await using ServerFixture server = await StartAsync(Forever);
        await using WireClient alice = await WireClient.ConnectAsync(server.Address, "alice", "g");
        await using WireClient served = await WireClient.ConnectAsync(server.Address, "bob", "g");
        await server.Log.WaitForAsync("register,", 2);
        await using WireClient other = await WireClient.ConnectAsync(server.Address, "bob", "g");
        await server.Log.WaitForAsync("accept,bob,g", 2);

        await alice.SendAsync(Messages(0, 100));

        Assert.Equal(Enumerable.Range(0, 100).Select(id => (uint)id), await served.ReadIdsAsync(100));
    }

    private static Task<ServerFixture> StartAsync(TimeSpan patience) =>
        ServerFixture.StartAsync(
            new MessageServerOptions { Gateway = new GatewaySettings { ReceiptPatience = patience } }
        );

    private static async Task<uint[]> ReadAndAcknowledgeAsync(WireClient client, int count)
    {
        uint[] ids = new uint[count];
        for (int i = 0; i < count; i++)
        {
            ids[i] = (await client.ReadAsync())!.Value.Id;
            await client.SendAsync([Receipt(ids[i])]);
        }
        return ids;
    }

    private static Frame Receipt(uint id) => Frame.Receipt(Identifier.Create("bob"), Identifier.Create("alice"), id);

    private static IEnumerable<Frame> Messages(uint first, int count) =>
        Enumerable
            .Range((int)first, count)
            .Select(id => Frame.Message(Identifier.Create("alice"), Identifier.Create("g"), (uint)id, 160));

    /// <summary>
    /// Bob acknowledges a message of alice, leaves, and connects twice. The first of the two connections is served.
    /// </summary>
    private sealed record TwoConnections(ServerFixture Server, WireClient Alice, WireClient Served, WireClient Other)
        : IAsyncDisposable
    {
        public static async Task<TwoConnections> OpenAsync(TimeSpan patience)
        {
            ServerFixture server = await StartAsync(patience);
            WireClient alice = await WireClient.ConnectAsync(server.Address, "alice", "g");
            await using (WireClient first = await WireClient.ConnectAsync(server.Address, "bob", "g"))
            {
                await server.Log.WaitForAsync("register,", 2);
                await alice.SendAsync(Messages(0, 1));
                Assert.Equal((uint[])[0u], await ReadAndAcknowledgeAsync(first, 1));
                Assert.Equal(Receipt(0), (await alice.ReadAsync())!.Value);
                await first.FinishAsync();
                Assert.Empty(await first.ReadToEndAsync()); // the server closes it when it has left
            }
            WireClient served = await WireClient.ConnectAsync(server.Address, "bob", "g");
            await alice.SendAsync(Messages(1, 1));
            Assert.Equal(1u, (await served.ReadAsync())!.Value.Id);
            WireClient other = await WireClient.ConnectAsync(server.Address, "bob", "g");
            await other.SendAsync([Receipt(1)]);
            Assert.Equal(Receipt(1), (await alice.ReadAsync())!.Value); // so it has joined
            return new TwoConnections(server, alice, served, other);
        }

        public async ValueTask DisposeAsync()
        {
            await Other.DisposeAsync();
            await Served.DisposeAsync();
            await Alice.DisposeAsync();
            await Server.DisposeAsync();
        }
    }
}
