using System.Text.Json;
using MGen.Cli;

namespace MGen.Tools.Tests.Checking;

public sealed class CheckCommandTests : IDisposable
{
    private static readonly string Valid = SampleConfigs.Client("alice", "tea", "chess");

    private readonly ToolWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Check_ValidFiles_PrintsCountsAndEndsWithZero()
    {
        _world.Write("a.yaml", Valid);
        _world.Write("b.yaml", SampleConfigs.Client("bob", "tea"));

        Assert.Equal(ExitCode.Ok, await _world.RunAsync("check", "*.yaml"));

        Assert.Equal("ok: 2 users, 3 conversations, 2 groups, 6 distributions (Exp 4, Poisson 2)\n", _world.Output);
        Assert.StartsWith("volume    about ", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_PeerFilesWithTheirHosts_PrintsCounts()
    {
        _world.Write("hosts", "127.0.0.1:7001 alice\n127.0.0.1:7002 bob\n");
        _world.Write("a.yaml", SampleConfigs.Peer("alice", "bob"));
        _world.Write("b.yaml", SampleConfigs.Peer("bob", "alice"));

        Assert.Equal(ExitCode.Ok, await _world.RunAsync("check", "--hosts", "hosts", "*.yaml"));

        Assert.Equal("ok: 2 users, 2 conversations, 1 group, 6 distributions (Exp 4, Poisson 2)\n", _world.Output);
    }

    [Fact]
    public async Task Check_NegativeDeviation_IsANoteNotAnError()
    {
        _world.Write(
            "a.yaml",
            Valid.Replace(
                "i: {distribution: Exp, lambda: 0.05}",
                "i: {distribution: Normal, mean: 5, std_dev: -2}",
                StringComparison.Ordinal
            )
        );

        Assert.Equal(ExitCode.Ok, await _world.RunAsync("check", "a.yaml"));

        Assert.StartsWith("note: a.yaml:", _world.Error, StringComparison.Ordinal);
        Assert.Contains("std_dev: is negative", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_DirectoryWithGlobCharacters_IsAccepted()
    {
        Directory.CreateDirectory(Path.Combine(_world.Root, "run[1]"));
        Directory.CreateDirectory(Path.Combine(_world.Root, "run1"));
        _world.Write("run[1]/a.yaml", Valid);
        _world.Write("run1/b.yaml", "nonsense: 1");

        Assert.Equal(ExitCode.Ok, await _world.RunAsync("check", "run[1]"));
        Assert.StartsWith("ok: 1 user,", _world.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client")]
    [InlineData("peer")]
    [InlineData("shadow-client")]
    [InlineData("shadow-peer")]
    public async Task Check_GeneratedExperiment_ChecksAllOfIt(string layout)
    {
        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync(
                "generate",
                "--users",
                "30",
                "--seed",
                "5",
                "--layout",
                layout,
                "--out",
                "experiment",
                "--quiet"
            )
        );
        using ToolWorld other = new();

        Assert.Equal(ExitCode.Ok, await other.RunAsync("check", Path.Combine(_world.Root, "experiment")));

        Assert.StartsWith("ok: 30 users, ", other.Output, StringComparison.Ordinal);
        Assert.StartsWith("volume    about ", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_PeerFileWithoutHosts_SuggestsHosts()
    {
        _world.Write("a.yaml", SampleConfigs.Peer("alice", "bob"));

        Assert.Equal(ExitCode.Usage, await _world.RunAsync("check", "a.yaml"));

        Assert.Contains("--hosts FILE", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_Errors_AreAllOnStderrAndEndWithTwo()
    {
        _world.Write("a.yaml", Valid.Replace("retry: 2", "retry: -2", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Usage, await _world.RunAsync("check", "a.yaml", "none.yaml"));

        Assert.Equal("failed: 2 errors\n", _world.Output);
        Assert.Equal(
            [
                "a.yaml:5:8: retry: is out of bounds (got '-2'; allowed: seconds, from 0 to 3155760000)",
                "none.yaml: there is no such file",
            ],
            _world.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        );
    }

    [Fact]
    public async Task Check_JsonOfValidFile_HasCountsByTheSchemasNames()
    {
        _world.Write("a.yaml", Valid);

        Assert.Equal(ExitCode.Ok, await _world.RunAsync("check", "--format", "json", "a.yaml"));

        JsonElement report = JsonElement.Parse(_world.Output);
        SchemaCheck.AssertFits(report, "check.schema.json");
        Assert.Equal(1, report.GetProperty("version").GetInt32());
        Assert.True(report.GetProperty("ok").GetBoolean());
        Assert.Equal(
            """{"users":1,"conversations":2,"groups":2,"models":1,"distributions":{"Exp":2,"Poisson":1},"errors":0}""",
            JsonSerializer.Serialize(report.GetProperty("summary"))
        );
    }

    [Fact]
    public async Task Check_JsonOfErrors_HasTheirPositions()
    {
        _world.Write("a.yaml", Valid.Replace("retry: 2", "retri: 2", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Usage, await _world.RunAsync("check", "a.yaml", "--format", "json"));

        JsonElement report = JsonElement.Parse(_world.Output);
        SchemaCheck.AssertFits(report, "check.schema.json");
        Assert.False(report.GetProperty("ok").GetBoolean());
        JsonElement unknown = report
            .GetProperty("errors")
            .EnumerateArray()
            .Single(error => error.GetProperty("key").GetString() == "retri");
        Assert.Equal(5, unknown.GetProperty("line").GetInt32());
        Assert.Equal(1, unknown.GetProperty("column").GetInt32());
        Assert.Equal("did you mean 'retry'?", unknown.GetProperty("hint").GetString());
    }

    [Theory]
    [InlineData("check")]
    [InlineData("check", "--format", "yaml", "a.yaml")]
    [InlineData("check", "*.nothing")]
    [InlineData("chekc", "a.yaml")]
    public async Task Check_BadUsage_EndsWithTwo(params string[] arguments)
    {
        Assert.Equal(ExitCode.Usage, await _world.RunAsync(arguments));
        Assert.NotEmpty(_world.Error);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("check", "--help")]
    public async Task Help_AnyVerb_HasExamplesWithin80Columns(params string[] arguments)
    {
        Assert.Equal(ExitCode.Ok, await _world.RunAsync(arguments));

        Assert.Contains("mgentools check 'clients/**/*.yaml'", _world.Output, StringComparison.Ordinal);
        Assert.All(_world.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }
}
