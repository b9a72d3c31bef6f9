using System.Net;
using System.Text.Json;
using MGen.Cli;
using MGen.Contract;
using MGen.LivePage.Tests;

namespace MGen.Server.Tests;

/// <summary>The live page of a message server (<c>--dashboard</c>), read over HTTP.</summary>
public sealed class ServerPageTests
{
    [Fact]
    public async Task Dashboard_AClientIsConnected_CountsItAndTellsTheEnd()
    {
        using ProgramRun run = new("127.0.0.1:0", "--dashboard", "127.0.0.1:0");
        int port = await run.ListensAsync();
        using EventReader events = await EventReader.OpenAsync(await PageReader.FindAsync(() => run.Error));
        JsonElement state = await events.NextAsync();
        Assert.Equal("0", PageReader.Measure(state, "connected"));

        await using (
            WireClient client = await WireClient.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), "a", "g")
        )
        {
            await run.Log.WaitForAsync("register,a,g");
            while (PageReader.Measure(state, "connected") != "1")
                state = await events.NextAsync();
        }
        Assert.Equal("1", PageReader.Measure(state, "members registered"));
        // Handshakes are measured for the page alone. Meters are of the process: other tests' servers count, too.
        Assert.NotEqual(0, state.GetProperty("times")[1].GetProperty("count").GetInt64());

        Assert.Equal(ExitCode.Ok, await run.StopAsync());
        while (!state.GetProperty("hasEnded").GetBoolean())
            state = await events.NextAsync();
        Assert.Equal("ok", state.GetProperty("verdict").GetString());
    }
}
