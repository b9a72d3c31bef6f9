using MGen.Contract;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Server.Tests;

/// <summary>
/// After a reset, a client that reconnects like the original's sends and receives again, without a storm of
/// connections.
/// </summary>
public sealed class OriginalClientTests
{
    [Theory]
    [InlineData(TlsEngineKind.Auto, 1)]
    [InlineData(TlsEngineKind.Auto, 6)]
    [InlineData(TlsEngineKind.Managed, 2)]
    public async Task OriginalClient_IsReset_ContinuesInBothDirectionsAndLosesOneMessageEach(
        TlsEngineKind engine,
        int resets
    )
    {
        await using ServerFixture server = await ServerFixture.StartAsync(
            new MessageServerOptions { Engine = new TlsEngineOptions { Kind = engine } }
        );
        await using WireClient alice = await WireClient.ConnectAsync(server.Address, "alice", "g");
        await using OriginalUser bob = new(server.Address, "bob", "g");
        await server.Log.WaitForAsync("register,", 2);
        uint fromAlice = 0,
            fromBob = 0;
        await TalkAsync();
        for (int reset = 1; reset <= resets; reset++)
        {
            int open =
                server.Log.Lines.Count(line => line == "accept,bob,g")
                - server.Log.Lines.Count(line => line == "terminated,bob,g");
            int ended = server.Log.Lines.Count(line => line == "terminated,bob,g");
            bob.ResetAll();
            await server.Log.WaitForAsync("terminated,bob,g", ended + open);

            await ToBobAsync();
            bob.Send(fromBob++); // meets the error of the connection that it wrote on
            await TalkAsync();
            await bob.SettleAsync();
            await server.Log.WaitForAsync("accept,bob,g", bob.Connections);
        }

        Assert.InRange(bob.Connections, 1 + (2 * resets), 1 + (3 * resets));
        Assert.DoesNotContain(
            server.Log.Lines,
            line =>
                line.StartsWith("refused,", StringComparison.Ordinal)
                || line.StartsWith("dropped,", StringComparison.Ordinal)
        );

        async Task TalkAsync()
        {
            for (int i = 0; i < 3; i++)
            {
                bob.Send(fromBob);
                Assert.Equal(fromBob++, (await alice.ReadAsync())!.Value.Id);
                await ToBobAsync();
            }
        }

        async Task ToBobAsync()
        {
            await alice.SendAsync([Frame.Message(Identifier.Create("alice"), Identifier.Create("g"), fromAlice, 160)]);
            Assert.Equal(fromAlice++, await bob.ReceiveAsync());
        }
    }
}
