using System.Text.Json;
using MGen.Cli;

namespace MGen.Tools.Tests.ModelFits;

public sealed class FitMembersTests : IDisposable
{
    private readonly ToolWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Fit_TableOfMembers_CountsTheSilentOnes()
    {
        WriteChat();
        _world.Write("members.csv", "chat,members\ntrip,12\n");

        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync(
                "fit",
                "trip.txt",
                "--members",
                "members.csv",
                "--out",
                "models",
                "--no-goodness",
                "--format",
                "json"
            )
        );

        JsonElement membership = JsonElement.Parse(_world.Output).GetProperty("membership");
        Assert.Equal(1, membership.GetProperty("fromTable").GetInt32());
        Assert.Equal(10, membership.GetProperty("silentMembers").GetInt32());
        Assert.StartsWith(
            "11-20 ",
            await File.ReadAllTextAsync(
                Path.Combine(_world.Root, "models", "volumes.dat"),
                TestContext.Current.CancellationToken
            ),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Fit_TableWithAnUnknownChat_WritesNothing()
    {
        WriteChat();
        _world.Write("members.csv", "chat,members\ntrap,12\n");

        Assert.Equal(
            ExitCode.Usage,
            await _world.RunAsync("fit", "trip.txt", "--members", "members.csv", "--out", "models")
        );

        Assert.Contains("members.csv:2:1: ", _world.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_world.Root, "models")));
    }

    [Fact]
    public async Task Fit_TableNamesASkippedInput_FitsTheOthers()
    {
        WriteChat();
        _world.Write("prose.txt", "a giraffe\n");
        _world.Write("members.csv", "chat,members\nprose,5\ntrip,12\n");

        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync(
                "fit",
                "trip.txt",
                "prose.txt",
                "--skip-broken",
                "--members",
                "members.csv",
                "--out",
                "models",
                "--no-goodness"
            )
        );

        Assert.DoesNotContain("members.csv", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_BrokenInputAndUnknownChat_BothAreReported()
    {
        WriteChat();
        _world.Write("prose.txt", "a giraffe\n");
        _world.Write("members.csv", "chat,members\ntrap,12\nprose,5\n");

        Assert.Equal(
            ExitCode.Usage,
            await _world.RunAsync("fit", "trip.txt", "prose.txt", "--members", "members.csv", "--out", "models")
        );

        Assert.Contains("1 of 2 inputs cannot be read", _world.Error, StringComparison.Ordinal);
        Assert.Contains("members.csv:2:1: ", _world.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("members.csv:3:1: ", _world.Error, StringComparison.Ordinal);
    }

    private void WriteChat() =>
        _world.Write(
            "trip.txt",
            string.Concat(
                Enumerable
                    .Range(0, 20)
                    .Select(i => $"{i + 1:00}/02/2023, 10:00:00 - {(i % 2 == 0 ? "Ann" : "Bob")}: hello\n")
            )
        );
}
