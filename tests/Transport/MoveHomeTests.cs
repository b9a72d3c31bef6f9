namespace MGen.Transport.Tests;

/// <summary>A connection that moves to another's event loop.</summary>
public sealed class MoveHomeTests
{
    [Fact]
    public async Task Move_BetweenTwoLoops_SharesTheHomeAndContinues()
    {
        await using ConnectionPair pair = await ConnectionPair.ConnectAsync(TlsEngineKind.Records, loops: 2);
        await pair.Server.SwitchHomeAsync();
        bool wereNeighbours = pair.Client.IsHome;

        await pair.Server.MoveHomeAsync(pair.Client);

        Assert.False(wereNeighbours);
        Assert.True(pair.Server.IsHome);
        Assert.True(pair.Client.IsHome);
        await AssertEchoesAsync(pair);
    }

    [Fact]
    public async Task Move_BytesArrivedBefore_AreReadAfter()
    {
        await using ConnectionPair pair = await ConnectionPair.ConnectAsync(TlsEngineKind.Records, loops: 2);
        byte[] sent = [1, 2, 3];
        Assert.True(await pair.Client.SendAsync(sent));
        await pair.Server.SwitchHomeAsync();

        await pair.Server.MoveHomeAsync(pair.Client);

        Assert.Equal(sent, await pair.Server.ReceiveAsync(sent.Length));
    }

    [Fact]
    public async Task Abort_PostedToTheOldHome_EndsItAtTheNewOne()
    {
        await using ConnectionPair pair = await ConnectionPair.ConnectAsync(TlsEngineKind.Records, loops: 2);
        await pair.Server.SwitchHomeAsync();
        pair.Server.Abort(); // queued at the old home, which runs it after the move

        await pair.Server.MoveHomeAsync(pair.Client);

        Assert.Equal(ConnectionEnd.Aborted, await pair.Server.EndAsync());
    }

    [Fact]
    public async Task Move_ToItsOwnHome_ChangesNothing()
    {
        await using ConnectionPair pair = await ConnectionPair.ConnectAsync(TlsEngineKind.Records);
        await pair.Server.SwitchHomeAsync();

        await pair.Server.MoveHomeAsync(pair.Client);

        Assert.True(pair.Server.IsHome);
        await AssertEchoesAsync(pair);
    }

    private static async Task AssertEchoesAsync(ConnectionPair pair)
    {
        byte[] sent = new byte[100_000];
        new Random(1).NextBytes(sent);
        Task echoing = pair.Server.EchoAsync(sent.Length);
        Task<byte[]> receiving = pair.Client.ReceiveAsync(sent.Length);
        foreach (byte[] chunk in sent.Chunk(16_384))
            Assert.True(await pair.Client.SendAsync(chunk));
        Assert.Equal(sent, await receiving);
        await echoing;
    }
}
