using System.Text.Json;
using MGen.Cli;
using MGen.LivePage.Tests;

namespace MGen.Demo.Tests.Views;

/// <summary>The live page of a whole demonstration, read over HTTP.</summary>
public sealed class WebViewTests : IDisposable
{
    private readonly DemoWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Web_WholeRun_EndsWithTheSummarysNumbers(bool arePeers)
    {
        Task<ExitCode> running = _world.RunAsync([
            "--users",
            "60",
            "--duration",
            "3s",
            "--seed",
            "7",
            "--format",
            "json",
            "--web",
            "127.0.0.1:0",
            .. (string[])(arePeers ? ["--peer"] : []),
        ]);
        using EventReader events = await EventReader.OpenAsync(await PageReader.FindAsync(() => _world.Error));

        JsonElement last = await events.NextAsync();
        HashSet<string> phases = [];
        for (; !last.GetProperty("hasEnded").GetBoolean(); last = await events.NextAsync())
            phases.Add(last.GetProperty("phase").GetString()!);

        await running;
        JsonElement summary = _world.Json;
        Assert.Contains("talking", phases);
        Assert.Equal(
            summary.GetProperty("verdict").GetString(),
            last.GetProperty("verdict").GetString(),
            ignoreCase: true
        );
        JsonElement messages = summary.GetProperty("messages");
        Assert.Equal(messages.GetProperty("sent").GetRawText(), PageReader.Measure(last, "messages"));
        Assert.Equal(messages.GetProperty("delivered").GetRawText(), PageReader.Measure(last, "delivered"));
        Assert.Equal(messages.GetProperty("receipts").GetRawText(), PageReader.Measure(last, "receipts"));
        Assert.Equal("0", PageReader.Measure(last, "in flight"));
        Assert.Equal(
            messages.GetProperty("delivered").GetInt64(),
            last.GetProperty("times")[0].GetProperty("count").GetInt64()
        );
        Assert.NotEmpty(last.GetProperty("tables")[0].GetProperty("rows").EnumerateArray());
    }
}
