using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace MGen.LivePage.Tests;

public sealed class LiveServerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Get_Json_HasTotalsRatesAndQuantiles()
    {
        await using SampleRun run = new();
        run.Pass(messages: 34);
        run.Pass(messages: 100);

        JsonElement state = await JsonAsync(run);

        Assert.Equal("mgen-client", state.GetProperty("program").GetString());
        Assert.Equal(2, state.GetProperty("elapsedSeconds").GetDouble());
        Assert.False(state.GetProperty("hasEnded").GetBoolean());
        JsonElement messages = state.GetProperty("measures")[1];
        Assert.Equal("Count", messages.GetProperty("kind").GetString());
        Assert.Equal(134, messages.GetProperty("value").GetInt64());
        Assert.Equal(134, state.GetProperty("times")[0].GetProperty("count").GetInt64());
        JsonElement[] rows = [.. state.GetProperty("samples").GetProperty("rows").EnumerateArray()];
        // Seconds, six measures, and two quantiles of each of two distributions.
        Assert.All(rows, row => Assert.Equal(1 + 6 + 4, row.GetArrayLength()));
        Assert.Equal([1, 2], rows.Select(row => row[0].GetDouble()));
        Assert.Equal([34, 100], rows.Select(row => row[2].GetDouble()));
        Assert.Equal(31_200, rows[1][1].GetDouble());
        // The median of 2 to 18 ms, rounded up by at most 6.3 %.
        Assert.InRange(rows[1][7].GetDouble(), 10_000, 10_630);
    }

    [Fact]
    public async Task Get_NothingMeasuredInASecond_HasNoQuantiles()
    {
        await using SampleRun run = new();
        run.Pass(messages: 5);
        run.Pass(messages: 0);

        JsonElement last = (await JsonAsync(run)).GetProperty("samples").GetProperty("rows").EnumerateArray().Last();

        Assert.Equal(JsonValueKind.Null, last[7].ValueKind);
        Assert.Equal(0, last[2].GetDouble());
    }

    [Fact]
    public async Task Stopping_LaterState_HasItsPhaseAndTheTimeOfTheRun()
    {
        await using SampleRun run = new();
        run.Pass(messages: 1);

        run.Server.Stopping(TimeSpan.FromSeconds(1));
        run.Pass(messages: 2);

        JsonElement state = await JsonAsync(run);
        Assert.Equal("stopping", state.GetProperty("phase").GetString());
        Assert.Equal(1, state.GetProperty("elapsedSeconds").GetDouble());
        Assert.Equal(3, state.GetProperty("measures")[1].GetProperty("value").GetInt64());
    }

    [Fact]
    public async Task Events_EachSecond_ContinueTheFirstOne()
    {
        await using SampleRun run = new();
        run.Pass(messages: 1);
        using EventReader events = await EventReader.OpenAsync(run.Server.Address);
        JsonElement first = await events.NextAsync();

        run.Pass(messages: 7);
        JsonElement second = await events.NextAsync();

        Assert.True(first.GetProperty("samples").GetProperty("isComplete").GetBoolean());
        Assert.False(second.GetProperty("samples").GetProperty("isComplete").GetBoolean());
        Assert.Equal(first.GetProperty("sequence").GetInt64() + 1, second.GetProperty("sequence").GetInt64());
        Assert.Equal(
            7,
            Assert.Single(second.GetProperty("samples").GetProperty("rows").EnumerateArray())[2].GetDouble()
        );
    }

    [Fact]
    public async Task EndAsync_PageIsOpen_ReceivesVerdictAndEndOfStream()
    {
        await using SampleRun run = new();
        using EventReader events = await EventReader.OpenAsync(run.Server.Address);
        await events.NextAsync();

        // The clock does not advance: the end does not wait for a limit.
        await run.Server.EndAsync("lossy").WaitAsync(Patience, TestContext.Current.CancellationToken);

        JsonElement last = await events.NextAsync();
        Assert.True(last.GetProperty("hasEnded").GetBoolean());
        Assert.Equal("lossy", last.GetProperty("verdict").GetString());
        Assert.Equal("ended", last.GetProperty("phase").GetString());
        Assert.True(await events.HasEndedAsync());
    }

    [Fact]
    public async Task Dispose_APageIsOpen_ClosesItsConnection()
    {
        SampleRun run = new();
        using EventReader events = await EventReader.OpenAsync(run.Server.Address);
        await events.NextAsync();

        await run.DisposeAsync().AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<Exception>(async () => await JsonAsync(run));
    }

    [Fact]
    public async Task Start_PortInUse_TakesAnotherOneUnlessThePortWasChosen()
    {
        await using SampleRun first = new();
        IPEndPoint taken = new(IPAddress.Loopback, first.Server.Address.Port);

        await using SampleRun second = new(address: new DashboardAddress(taken, IsChosen: false));

        Assert.NotEqual(first.Server.Address, second.Server.Address);
        Assert.Throws<SocketException>(() => new SampleRun(address: new DashboardAddress(taken, IsChosen: true)));
    }

    [Fact]
    public async Task Get_LongRun_KeepsFiveMinutes()
    {
        await using SampleRun run = new();
        for (int second = 0; second < LiveHistory.MaxSamples + 50; second++)
            run.Pass(messages: 1);

        JsonElement rows = (await JsonAsync(run)).GetProperty("samples").GetProperty("rows");

        Assert.Equal(LiveHistory.MaxSamples, rows.GetArrayLength());
        Assert.Equal(51, rows[0][0].GetDouble());
    }

    private static async Task<JsonElement> JsonAsync(SampleRun run)
    {
        using HttpClient http = new();
        return JsonElement.Parse(
            await http.GetStringAsync(new Uri(run.Server.Address, "live.json"), TestContext.Current.CancellationToken)
        );
    }
}
