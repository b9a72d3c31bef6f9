using System.Text.Json;
using MGen.Cli;
using MGen.LivePage.Tests;

namespace MGen.Client.Tests;

/// <summary>The live page of a client (<c>--dashboard</c>), read over HTTP.</summary>
public sealed class ClientPageTests : IDisposable
{
    private readonly ClientWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Dashboard_WholeRun_ShowsTheCountsAndFinallyTheVerdict()
    {
        _world.WriteConfig("a.yaml", "127.0.0.1:1", idleSeconds: 0.2);
        Task<ExitCode> running = _world.RunAsync([
            "a.yaml",
            "--stagger-scale",
            "0",
            "--seed",
            "7",
            "--duration",
            "2s",
            "--dashboard",
            "127.0.0.1:0",
        ]);
        using EventReader events = await EventReader.OpenAsync(await PageReader.FindAsync(() => _world.Error));

        JsonElement last = await events.NextAsync();
        Assert.Equal("mgen-client", last.GetProperty("program").GetString());
        Assert.Equal(2, last.GetProperty("durationSeconds").GetDouble());
        while (!last.GetProperty("hasEnded").GetBoolean())
            last = await events.NextAsync();

        ExitCode code = await running;
        string word = last.GetProperty("verdict").GetString()!;
        Assert.Contains($"run       {word}   ", _world.Error, StringComparison.Ordinal);
        Assert.Equal(code == ExitCode.Ok, word == "ok");
        Assert.Equal("0", PageReader.Measure(last, "connected"));
        Assert.Contains(
            $"messages  sent {PageReader.Measure(last, "messages sent")} ",
            _world.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Dashboard_AddressOfAnotherMachine_IsRefusedBeforeTheRun()
    {
        _world.WriteConfig("a.yaml", "127.0.0.1:1");

        ExitCode code = await _world.RunAsync("a.yaml", "--duration", "1h", "--dashboard", "192.0.2.1:80");

        Assert.Equal(ExitCode.CouldNotStart, code);
        Assert.Contains(
            "mgen-client: the live page cannot be served on 192.0.2.1:80: ",
            _world.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Dashboard_OptionBeforeTheArgument_ReportsItsPosition()
    {
        _world.WriteConfig("a.yaml", "127.0.0.1:1");

        Assert.Equal(ExitCode.Usage, await _world.RunAsync("--dashboard", "a.yaml"));

        Assert.Contains("--dashboard 'a.yaml' is not the address", _world.Error, StringComparison.Ordinal);
    }
}
