using System.Text.Json;
using MGen.Cli;

namespace MGen.Tools.Tests.Validating;

public sealed class ValidateCommandTests : IDisposable
{
    private readonly ToolWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Validate_Population_ListsEachFact()
    {
        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync("validate", "--users", "40", "--duration", "3d", "--quiet", "--format", "json")
        );

        JsonElement result = JsonElement.Parse(_world.Output);
        SchemaCheck.AssertFits(result, "validate.schema.json");
        Assert.Equal("40 users, seed 1", result.GetProperty("subject").GetString());
        JsonElement volume = result
            .GetProperty("facts")
            .EnumerateArray()
            .Single(fact => fact.GetProperty("id").GetString() == "volume");
        Assert.InRange(volume.GetProperty("found").GetDouble(), 10, 80); // 40 people have few large groups
    }

    [Fact]
    public async Task Validate_Run_IsShownOnItsReport()
    {
        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync(
                "simulate",
                "--users",
                "20",
                "--lively",
                "--duration",
                "10m",
                "--seed",
                "3",
                "--log",
                "run.log",
                "--quiet"
            )
        );
        Assert.Equal(ExitCode.CheckFailed, await _world.RunAsync("validate", "run.log", "--fail-on-miss"));
        Assert.Contains("fail      volume", _world.Output, StringComparison.Ordinal);
        Assert.Contains("missed    volume: about 52 (trade press on WhatsApp", _world.Output, StringComparison.Ordinal);

        int before = _world.Output.Length;
        Assert.Equal(ExitCode.Ok, await _world.RunAsync("validate", "run.log", "--format", "json", "--quiet"));
        _world.Write("facts.json", _world.Output[before..]);
        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync("report", "run.log", "--warmup", "0s", "--facts", "facts.json", "--quiet")
        );
        string page = await File.ReadAllTextAsync(
            Path.Combine(_world.Root, "report.html"),
            TestContext.Current.CancellationToken
        );
        Assert.Contains("Comparison with published facts", page, StringComparison.Ordinal);
        Assert.Contains("messages per person and day", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_RhythmNextToTheModels_IsUsedAsInSimulate()
    {
        Directory.CreateDirectory(Path.Combine(_world.Root, "models"));
        _world.Write("models/rhythm.dat", "no weights");

        Assert.Equal(
            ExitCode.Usage,
            await _world.RunAsync("validate", "--users", "5", "--models", "models", "--quiet")
        );
        Assert.Contains("models/rhythm.dat", _world.Error, StringComparison.Ordinal);
        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync("validate", "--users", "5", "--rhythm", "none", "--duration", "1h", "--quiet")
        );
    }

    [Theory]
    [InlineData("no users to validate: give RUN or --users")]
    [InlineData("RUN and --users contradict each other", "run.log", "--users", "5")]
    [InlineData("--duration requires --users", "run.log", "--duration", "1d")]
    [InlineData("absent", "absent")]
    public async Task Validate_BadCommandLine_IsAUsageError(string message, params string[] arguments)
    {
        Assert.Equal(ExitCode.Usage, await _world.RunAsync(["validate", .. arguments]));
        Assert.Contains(message, _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_FactsFromAnotherFile_IsAUsageError()
    {
        _world.Write("facts.json", "{}");
        _world.Write("run.log", "2000-01-01 00:00:10,946684810.000000000,alice,tea,awake\n");

        Assert.Equal(ExitCode.Usage, await _world.RunAsync("report", "run.log", "--facts", "facts.json"));
        Assert.Contains(
            "--facts: facts.json: it is not a result of mgentools validate --format json",
            _world.Error,
            StringComparison.Ordinal
        );
    }
}
