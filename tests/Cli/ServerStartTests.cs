namespace MGen.Cli.Tests;

public sealed class ServerStartTests
{
    [Fact]
    public async Task RunAsync_StartsInTime_ReturnsTheServer()
    {
        using TestWorld test = new();

        Assert.Equal("server", await ServerStart.RunAsync(test.World, "program", () => Task.FromResult("server")));
        Assert.Empty(test.Error);
    }

    [Fact]
    public async Task RunAsync_StoppedMeanwhile_PrintsOneLine()
    {
        using TestWorld test = new();
        using CancellationTokenSource stop = new();
        ProgramWorld world = test.World with { Stop = stop.Token };

        string? server = await ServerStart.RunAsync<string>(
            world,
            "program",
            async () =>
            {
                await stop.CancelAsync();
                throw new InvalidOperationException("half started");
            }
        );

        Assert.Null(server);
        Assert.Equal($"program: stopped before it was ready{Environment.NewLine}", test.Error);
    }

    [Fact]
    public async Task RunAsync_StartFails_Throws()
    {
        using TestWorld test = new();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ServerStart.RunAsync<string>(test.World, "program", () => throw new InvalidOperationException("a bug"))
        );
    }
}
