using System.Text.Json;
using MGen.Cli;

namespace MGen.Tools.Tests.Checking;

public sealed class CheckCommandTests : IDisposable
{
    private const string Valid =
        """
        user: alice
        message_server: 127.0.0.1:6397
        web_server: 127.0.0.1:6398
        bootstrap: 5
        retry: 2
        distributions:
          s: 0.5
          r: 1
          m: {distribution: Poisson, lambda: 1}
          i: &slow {distribution: Exp, lambda: 1}
          w: *slow
          a_s: *slow
          a_r: {distribution: Exp, lambda: 2}
        conversations:
          - group: tea
          - group: chess
        """;

    private static string PeerOf(string user, string recipient) => string.Join(
        '\n',
        Valid.Replace("alice", user, StringComparison.Ordinal).Split('\n')
            .Where(line => !line.Contains("server", StringComparison.Ordinal) && !line.Contains("chess", StringComparison.Ordinal))
            .Append($"    recipients: {recipient}"));

    private readonly ToolWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Check_ValidFiles_PrintsCountsAndEndsWithZero()
    {
        _world.Write("a.yaml", Valid);
        _world.Write("b.yaml", Valid.Replace("alice", "bob", StringComparison.Ordinal).Replace("  - group: chess", "", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Ok, await _world.RunAsync("check", "*.yaml"));

        Assert.Equal("ok: 2 users, 3 conversations, 2 groups, 6 distributions (Exp 4, Poisson 2)\n", _world.Output);
        Assert.Empty(_world.Error);
    }

    [Fact]
    public async Task Check_PeerFilesWithTheirHosts_PrintsCounts()
    {
        _world.Write("hosts", "127.0.0.1:7001 alice\n127.0.0.1:7002 bob\n");
        _world.Write("a.yaml", PeerOf("alice", "bob"));
        _world.Write("b.yaml", PeerOf("bob", "alice"));

        Assert.Equal(ExitCode.Ok, await _world.RunAsync("check", "--hosts", "hosts", "*.yaml"));

        Assert.Equal("ok: 2 users, 2 conversations, 1 group, 6 distributions (Exp 4, Poisson 2)\n", _world.Output);
    }

    [Fact]
    public async Task Check_PeerFileWithoutHosts_SaysHowToCheckIt()
    {
        _world.Write("a.yaml", PeerOf("alice", "bob"));

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
            ["a.yaml:5:8: retry: is out of bounds (got '-2'; allowed: seconds, from 0 to 3155760000)", "none.yaml: there is no such file"],
            _world.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
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
            JsonSerializer.Serialize(report.GetProperty("summary")));
    }

    [Fact]
    public async Task Check_JsonOfErrors_HasTheirPlaces()
    {
        _world.Write("a.yaml", Valid.Replace("retry: 2", "retri: 2", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Usage, await _world.RunAsync("check", "a.yaml", "--format", "json"));

        JsonElement report = JsonElement.Parse(_world.Output);
        SchemaCheck.AssertFits(report, "check.schema.json");
        Assert.False(report.GetProperty("ok").GetBoolean());
        JsonElement unknown = report.GetProperty("errors").EnumerateArray().Single(error => error.GetProperty("key").GetString() == "retri");
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
