namespace MGen.Shadow.Tests.Experiments;

/// <summary>
/// The experiments' <c>run.sh</c>, with small scripts in place of the programs: it reports what is missing, what fails
/// and what takes too long.
/// </summary>
public sealed class RunScriptTests : IDisposable
{
    private static readonly string[] Pretended =
    [
        "shadow",
        "cc",
        "tor",
        "tor-gencert",
        "mgen-server",
        "mgen-web",
        "mgen-client",
        "mgen-peer",
        "mgentools",
    ];

    private readonly CopiedExperiments _experiments = new();

    private readonly PretendedPrograms _programs = new();

    public static TheoryData<string, string[]> Needs =>
        new()
        {
            { "client", ["shadow", "cc", "mgen-server", "mgen-web", "mgen-client", "mgentools"] },
            { "peer", ["shadow", "cc", "mgen-peer", "mgentools"] },
            {
                "client-tor",
                ["shadow", "cc", "tor", "tor-gencert", "mgen-server", "mgen-web", "mgen-client", "mgentools"]
            },
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
    public Task Run_SimulationTakesTooLong_IsEndedAndNamesTheTimeLimitVariable() =>
        AssertRunFailsAsync(
            ("MGEN_TIME_LIMIT", "0.2s"),
            "exec sleep 600",
            ["client: not finished within 0.2s; MGEN_TIME_LIMIT gives it more"]
        );

    [Fact]
    public Task Run_SimulationFails_ShowsTheEndOfItsLog() =>
        AssertRunFailsAsync("echo it cannot be; exit 7", "client: shadow ended with 7", "it cannot be");

    [Fact]
    public Task Run_NobodySaysAnything_NamesTheSilentUsers() =>
        AssertRunFailsAsync(
            HostsThatLog(""),
            "client: alice was silent in friends",
            "client: dave was silent in allotment"
        );

    [Fact]
    public Task Run_LogSpeaksOfAnError_NamesTheLog() =>
        AssertRunFailsAsync(
            HostsThatLog("2000-01-01 00:00:00,946684800.000000000,alice,friends,error,TCP,gone"),
            "client: errors in shadow.data/hosts/alice/mgen-client.1000.stdout"
        );

    [Fact]
    public Task Run_MessageWithoutDelivery_SaysThatSomethingWasLost() =>
        AssertRunFailsAsync(
            HostsThatLog("2000-01-01 00:00:00,946684800.000000000,alice,friends,send,Idle,Active,160,1"),
            "something was lost"
        );

    /// <summary>
    /// Settings with which a simulation hangs or takes many times longer, with which no .NET program starts, or that
    /// cannot be read.
    /// </summary>
    [Theory]
    [InlineData(
        "max_unapplied_cpu_latency: \"20 microseconds\"",
        "max_unapplied_cpu_latency: 100 us",
        "from five times of it on"
    )]
    [InlineData(
        "unblocked_vdso_latency: \"5 microseconds\"",
        "unblocked_vdso_latency: 2 us",
        "from five times of it on"
    )]
    [InlineData(
        "unblocked_vdso_latency: \"5 microseconds\"",
        "unblocked_vdso_latency: 1 microsecond",
        "below 2 microseconds .NET hangs"
    )]
    [InlineData("unblocked_vdso_latency: \"5 microseconds\"", "", "below 2 microseconds .NET hangs")]
    [InlineData(
        "unblocked_vdso_latency: \"5 microseconds\"",
        "unblocked_vdso_latency: soon",
        "cannot read experimental.unblocked_vdso_latency (soon)"
    )]
    [InlineData(
        "unblocked_vdso_latency: \"5 microseconds\"",
        "unblocked_vdso_latency: 4500 ns",
        "to stand or to double the time"
    )]
    [InlineData("path: mgen-web", "path: mgen-webb", "the program mgen-webb is not on PATH")]
    [InlineData(
        "model_unblocked_syscall_latency: true",
        "# model_unblocked_syscall_latency: true",
        "model_unblocked_syscall_latency must be true"
    )]
    [InlineData("use_preload_libc: false", "use_preload_libc: true", "use_preload_libc must be false")]
    [InlineData("LD_PRELOAD: ./mgen-shadow.so, ", "", "LD_PRELOAD of our programs must be")]
    [InlineData(
        "DOTNET_EnableDiagnostics: \"0\"",
        "DOTNET_EnableDiagnostics: \"1\"",
        "DOTNET_EnableDiagnostics of our programs must be"
    )]
    public async Task Run_UnusableSetting_IsRefusedBeforeTheSimulation(string setting, string changed, string words)
    {
        Pretend("exit 0");
        _programs.Put("shadow", "touch simulated");
        ChangeSettings(setting, changed);

        (int code, string said) = await RunAsync("client");

        Assert.Equal(3, code);
        Assert.Contains("client: shadow.yaml: ", said, StringComparison.Ordinal);
        Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_experiments.DirectoryOf("client"), "simulated")));
    }

    [Theory]
    [InlineData(405, true)]
    [InlineData(500, false)]
    public async Task Run_MoreConnectionsThanOpenFiles_AreRefusedBeforeTheSimulation(int limit, bool isRefused)
    {
        Pretend("exit 7");
        string script = _experiments.ScriptOf("client");

        (int code, string said) = await _programs.RunAsync("/bin/bash", ["-c", $"ulimit -n {limit}; exec {script}"]);

        Assert.Equal(
            isRefused,
            said.Contains(
                "client: 6 conversations connect to the server at server:6397, but a process may open 405 files",
                StringComparison.Ordinal
            )
        );
        Assert.Equal(3, code); // otherwise because there is no compiler
    }

    [Fact]
    public async Task Run_UntestedSettings_WarnsAndRuns()
    {
        ChangeSettings("max_unapplied_cpu_latency: \"20 microseconds\"", "max_unapplied_cpu_latency: 10 us");

        await AssertRunFailsAsync(
            "exit 7",
            "5 microseconds with 10 us has not been tried",
            "client: shadow ended with 7"
        );
    }

    [Fact]
    public Task Run_ClockStalls_IsEndedAndReportsSinceWhen() =>
        AssertRunFailsAsync(
            ("MGEN_STALL_LIMIT", "1"),
            "echo Process resource usage at simtime 17000000001 reported by getrusage; exec sleep 600",
            ["client: simulated time stands at 17 s"]
        );

    [Fact]
    public Task Run_ProgramFails_IsEndedAtOnceAndShowsItsLastLine() =>
        AssertRunFailsAsync(
            "mkdir -p shadow.data/hosts/bob; echo 'mgen-client: bob.yaml:3:1: no such key' >shadow.data/hosts/bob/mgen-client.1000.stderr; "
                + "echo \"[ERROR] process 'bob.mgen-client.1000' exited with status Normal(2); expected end state was exited: 0 but was exited: 2\"; exec sleep 600",
            "client: mgen-client on bob ended early; its last line: mgen-client: bob.yaml:3:1: no such key"
        );

    [Fact]
    public Task Run_ProgramEndsWithLosses_ShowsItsVerdictAndLastError() =>
        AssertRunFailsAsync(
            "mkdir -p shadow.data/hosts/bob; cd shadow.data/hosts/bob; printf 'run       lossy   85 s\nself      x\n' >mgen-client.1000.stderr; "
                + "echo '2000-01-01 00:00:00,946684800.000000000,bob,tea,error,TCP,Unreachable' >mgen-client.1000.stdout; "
                + "echo \"[ERROR] process 'bob.mgen-client.1000' exited with status Normal(4); expected end state was exited: 0 but was exited: 4\"; exit 1",
            "client: mgen-client on bob ended with a failure: run       lossy   85 s; its last error: bob,tea,error,TCP,Unreachable"
        );

    [Fact]
    public async Task Run_LogsOfAnEarlierRun_AreKept()
    {
        string directory = _experiments.DirectoryOf("client");
        string[] before = ["shadow.data/hosts/alice/mgen-client.1000.stdout", "shadow.1.log"];
        foreach (string file in before)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(directory, file))!);
            await File.WriteAllTextAsync(Path.Combine(directory, file), file, TestContext.Current.CancellationToken);
        }

        await AssertRunFailsAsync("exit 7", "the logs of an earlier run are in earlier/1 now");
        await AssertRunFailsAsync("exit 7", "the logs of an earlier run are in earlier/2 now");

        Assert.All(before, file => Assert.Equal(file, File.ReadAllText(Path.Combine(directory, "earlier/1", file))));
        Assert.True(File.Exists(Path.Combine(directory, "earlier/2/shadow.1.log")));
    }

    [Fact]
    public async Task Run_SecondRunDiffers_NamesTheLogsAndKeepsBoth()
    {
        Pretend("exit 0");
        _programs.Put("cc", "echo built >mgen-shadow.so");
        LookGenerated();
        _programs.Put(
            "shadow",
            Everybody + "echo x >>runs; wc -l <runs >>shadow.data/hosts/alice/mgen-client.1000.stdout"
        );

        (int code, string said) = await RunAsync("client");

        Assert.Equal(4, code);
        Assert.Contains(
            "client: run 2 has other event logs than the first, which are in shadow.data.first:",
            said,
            StringComparison.Ordinal
        );
        Assert.True(
            Directory.Exists(Path.Combine(_experiments.DirectoryOf("client"), "shadow.data.first/hosts/alice"))
        );
    }

    [Fact]
    public async Task Run_GeneratedUserNeverTookPart_IsNamed()
    {
        LookGenerated();

        await AssertRunFailsAsync(
            Everybody + "rm shadow.data/hosts/bob/*.stdout",
            "client: bob has no line in friends: it never took part"
        );
    }

    [Theory]
    [InlineData("forbidden", 4)]
    [InlineData("allowed", 0)]
    public async Task Run_GeneratedWithErrors_FailsUnlessTheyAreAllowed(string errors, int expected)
    {
        Pretend("exit 0");
        LookGenerated();
        _programs.Put("cc", "echo built >mgen-shadow.so");
        _programs.Put(
            "shadow",
            Everybody
                + "echo 2000-01-01 00:00:00,946684800.000000000,carol,friends,error,TCP,gone >>shadow.data/hosts/carol/mgen-client.1000.stdout"
        );

        (int code, string said) = await RunAsync("client", ("MGEN_RUNS", "1"), ("MGEN_ERRORS", errors));

        Assert.True(code == expected, said);
        Assert.Contains(
            "client: errors in shadow.data/hosts/carol/mgen-client.1000.stdout",
            said,
            StringComparison.Ordinal
        );
    }

    /// <summary>A simulation in which each user has a line in each group.</summary>
    private const string Everybody = """
        cp -r shadow.data.template shadow.data
        for user in alice bob carol dave; do
            for group in friends allotment; do echo "2000-01-01 00:00:00,946684800.000000000,$user,$group,awake"; done >shadow.data/hosts/$user/mgen-client.1000.stdout
        done

        """;

    private static string HostsThatLog(string line) =>
        $"cp -r shadow.data.template shadow.data; for user in alice bob carol dave; do echo '{line}' >shadow.data/hosts/$user/mgen-client.1000.stdout; done";

    /// <summary>With this script as the simulator, <c>run.sh</c> exits with 4 and reports these words.</summary>
    private Task AssertRunFailsAsync(string simulation, params IEnumerable<string> words) =>
        AssertRunFailsAsync(("MGEN_TIME_LIMIT", "5m"), simulation, words);

    private async Task AssertRunFailsAsync(
        (string Name, string Value) limit,
        string simulation,
        IEnumerable<string> words
    )
    {
        Pretend("exit 0");
        _programs.Put("cc", "echo built >mgen-shadow.so");
        _programs.Put("shadow", simulation);

        (int code, string said) = await RunAsync("client", limit);

        Assert.Equal(4, code);
        Assert.All(words, word => Assert.Contains(word, said, StringComparison.Ordinal));
    }

    /// <summary>
    /// Makes the experiment look generated: without a directory <c>template</c>, but with the one made from it. Users
    /// of a generated experiment may be silent.
    /// </summary>
    private void LookGenerated()
    {
        string directory = _experiments.DirectoryOf("client"),
            script = _experiments.ScriptOf("client");
        Directory.Move(Path.Combine(directory, "template"), Path.Combine(directory, "shadow.data.template"));
        File.WriteAllText(script, File.ReadAllText(script).Replace("prepare\n", "", StringComparison.Ordinal));
    }

    private void ChangeSettings(string setting, string changed)
    {
        string file = Path.Combine(_experiments.DirectoryOf("client"), "shadow.yaml");
        string text = File.ReadAllText(file);
        Assert.Contains(setting, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(setting, changed, StringComparison.Ordinal));
    }

    private void Pretend(string script)
    {
        foreach (string program in Pretended)
            _programs.Put(program, script);
    }

    private Task<(int Code, string Said)> RunAsync(
        string experiment,
        params (string Name, string Value)[] environment
    ) => _programs.RunAsync(_experiments.ScriptOf(experiment), [], environment);
}
