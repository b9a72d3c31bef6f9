using System.Text.Json;
using MGen.Cli;

namespace MGen.Tools.Tests.Simulating;

/// <summary>How much the users of the built-in example write.</summary>
public sealed class ExampleVolumeTests : IDisposable
{
    private readonly ToolWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Simulate_UsersOfTheExample_HaveThePublishedVolumeAndShareOfGroups()
    {
        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync(
                "simulate",
                "--users",
                "400",
                "--duration",
                "2d",
                "--seed",
                "1",
                "--stats-only",
                "--format",
                "json"
            )
        );

        JsonElement volume = JsonElement.Parse(_world.Output);
        // Published are about 52 messages per person and day, and about half of them in groups.
        Assert.InRange(volume.GetProperty("messagesPerPersonAndDay").GetDouble(), 35, 60);
        Assert.InRange(volume.GetProperty("shareInGroups").GetDouble(), 0.4, 0.6);
    }
}
