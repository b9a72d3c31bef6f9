using MGen.Cli;
using MGen.Tools;

namespace MGen.Shadow.Tests.Experiments;

/// <summary>
/// The <c>run.sh</c> of a live experiment, with small scripts in place of the programs: when each program starts, and
/// how <c>run.sh</c> reports those that fail to start.
/// </summary>
public sealed class LiveScriptTests : IDisposable
{
    private const string Listens = "echo 2026-01-01 00:00:00,1.0,listening,127.0.0.1:1; exec sleep 600";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mgen-live-");
    private readonly PretendedPrograms _programs = new();

    public void Dispose()
    {
        _programs.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Run_ServersListenLate_UsersWaitForThem()
    {
        Pretend(
            server: $"sleep 0.3; touch server; {Listens}",
            web: $"sleep 0.6; touch web; {Listens}",
            client: "[ -e server ] && [ -e web ]"
        );

        (int code, string said) = await RunAsync();

        Assert.True(code == 0, said);
    }

    [Fact]
    public async Task Run_ServerDoesNotStart_IsNamedWithItsLastLine()
    {
        Pretend(server: "echo 'mgen-server: cannot start: address in use' >&2; exit 3", web: Listens, client: "exit 0");

        (int code, string said) = await RunAsync();

        Assert.Equal(3, code);
        Assert.Equal("server0 has ended; its last line: mgen-server: cannot start: address in use\n", said);
    }

    [Fact]
    public async Task Run_UsersDoNotStart_EndsAtOnceWithTheirLastLine()
    {
        Pretend(
            server: Listens,
            web: Listens,
            client: "case $* in *shard0*) echo 'user0.yaml:3:1: no such key' >&2; exit 2 ;; *) exec sleep 600 ;; esac"
        );

        (int code, string said) = await RunAsync();

        Assert.Equal(2, code);
        Assert.Equal("shard0 ended with exit code 2; its last line: user0.yaml:3:1: no such key\n", said);
    }

    [Fact]
    public async Task Run_UsersEndWithLosses_OthersGoOnAndTheCodeIsTheirs()
    {
        Pretend(
            server: Listens,
            web: Listens,
            client: "case $* in *shard0*) exit 4 ;; *) sleep 0.5; touch went-on ;; esac"
        );

        (int code, string said) = await RunAsync();

        Assert.Equal(4, code);
        Assert.Contains("shard0 ended with exit code 4", said, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_directory.FullName, "exp", "went-on")));
    }

    [Fact]
    public async Task Run_Again_KeepsTheEarlierLogs()
    {
        Pretend(server: Listens, web: Listens, client: "echo first");
        await RunAsync();
        _programs.Put("mgen-client", "echo second");

        (int code, string said) = await _programs.RunAsync(Script, []);

        Assert.Equal(0, code);
        Assert.Contains("the logs of an earlier run are in earlier/1 now", said, StringComparison.Ordinal);
        Assert.Equal("first\n", await ReadAsync("earlier/1/shard0.log"));
        Assert.Equal("second\n", await ReadAsync("logs/shard0.log"));
    }

    private string Script => Path.Combine(_directory.FullName, "exp", "run.sh");

    private Task<string> ReadAsync(string file) =>
        File.ReadAllTextAsync(Path.Combine(_directory.FullName, "exp", file), TestContext.Current.CancellationToken);

    private void Pretend(string server, string web, string client)
    {
        _programs.Put("mgen-server", server);
        _programs.Put("mgen-web", web);
        _programs.Put("mgen-client", client);
    }

    private async Task<(int Code, string Said)> RunAsync()
    {
        using StringWriter error = new();
        ProgramWorld world = new()
        {
            Arguments = ["generate", "--users", "8", "--out", "exp", "--shards", "2", "--quiet"],
            Environment = _ => null,
            Output = Stream.Null,
            Error = error,
            WorkingDirectory = _directory.FullName,
        };
        Assert.True(await ToolsProgram.RunAsync(world) == ExitCode.Ok, error.ToString());
        return await _programs.RunAsync(Script, []);
    }
}
