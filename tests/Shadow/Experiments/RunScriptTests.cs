namespace MGen.Shadow.Tests.Experiments;

/// <summary>The experiments' <c>run.sh</c> with programs that only pretend: what is missing, what ends badly and what takes too long is said.</summary>
public sealed class RunScriptTests : IDisposable
{
    private static readonly string[] Pretended = ["shadow", "cc", "tor", "tor-gencert", "mgen-server", "mgen-web", "mgen-client", "mgen-peer", "mgentools"];

    private readonly CopiedExperiments _experiments = new();

    private readonly PretendedPrograms _programs = new();

    public static TheoryData<string, string[]> Needs => new()
    {
        { "client", ["shadow", "cc", "mgen-server", "mgen-web", "mgen-client", "mgentools"] },
        { "peer", ["shadow", "cc", "mgen-peer", "mgentools"] },
        { "client-tor", ["shadow", "cc", "tor", "tor-gencert", "mgen-server", "mgen-web", "mgen-client", "mgentools"] },
        { "peer-tor", ["shadow", "cc", "tor", "tor-gencert", "mgen-peer", "mgentools"] },
    };

    public void Dispose()
    {
        _programs.Dispose();
        _experiments.Dispose();
    }

    [Theory]
    [MemberData(nameof(Needs))]
    public async Task Run_NothingInstalled_SaysEverythingThatIsMissing(string experiment, string[] programs)
    {
        (int code, string said) = await RunAsync(experiment);

        Assert.Equal(3, code);
        Assert.All(programs, program => Assert.Contains($"{program} ", said, StringComparison.Ordinal));
        Assert.Equal(programs.Length, said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Run_CompilerMakesNothing_SaysSo()
    {
        Pretend("exit 0");

        (int code, string said) = await RunAsync("client");

        Assert.Equal(3, code);
        Assert.Contains("client: mgen-shadow.so was not built", said, StringComparison.Ordinal);
    }

    [Fact]
    public Task Run_SimulationTakesTooLong_IsEndedAndSaysHowToGiveItMore() =>
        AssertRunFailsAsync("exec sleep 600", "client: not finished within 0.2s; MGEN_TIME_LIMIT gives it more");

    [Fact]
    public Task Run_SimulationFails_ShowsTheEndOfItsLog() =>
        AssertRunFailsAsync("echo it cannot be; exit 7", "client: shadow ended with 7", "it cannot be");

    [Fact]
    public Task Run_NobodySaysAnything_NamesTheSilentUsers() =>
        AssertRunFailsAsync(HostsThatLog(""), "client: alice was silent in friends", "client: dave was silent in allotment");

    [Fact]
    public Task Run_LogSpeaksOfAnError_NamesTheLog() =>
        AssertRunFailsAsync(HostsThatLog("2000-01-01 00:00:00,946684800.000000000,alice,friends,error,TCP,gone"), "client: errors in shadow.data/hosts/alice/mgen-client.1000.stdout");

    [Fact]
    public Task Run_MessageWithoutDelivery_SaysThatSomethingWasLost() =>
        AssertRunFailsAsync(HostsThatLog("2000-01-01 00:00:00,946684800.000000000,alice,friends,send,Idle,Active,160,1"), "something was lost");

    private static string HostsThatLog(string line) =>
        $"cp -r shadow.data.template shadow.data; for user in alice bob carol dave; do echo '{line}' >shadow.data/hosts/$user/mgen-client.1000.stdout; done";

    /// <summary>A simulation that does this must end with 4, and these words.</summary>
    private async Task AssertRunFailsAsync(string simulation, params IEnumerable<string> words)
    {
        Pretend("exit 0");
        _programs.Put("cc", "echo built >mgen-shadow.so");
        _programs.Put("shadow", simulation);

        (int code, string said) = await RunAsync("client", ("MGEN_TIME_LIMIT", simulation.Contains("sleep", StringComparison.Ordinal) ? "0.2s" : "1m"));

        Assert.Equal(4, code);
        Assert.All(words, word => Assert.Contains(word, said, StringComparison.Ordinal));
    }

    private void Pretend(string script)
    {
        foreach (string program in Pretended)
            _programs.Put(program, script);
    }

    private Task<(int Code, string Said)> RunAsync(string experiment, params (string Name, string Value)[] environment) =>
        _programs.RunAsync(_experiments.ScriptOf(experiment), [], environment);
}
