using MGen.Docs.Tests;

namespace MGen.Shadow.Tests.Experiments;

/// <summary>The experiments' <c>run.sh</c> with programs that only pretend: what is missing, what ends badly and what takes too long is said.</summary>
public sealed class RunScriptTests : IDisposable
{
    private static readonly string[] Pretended = ["shadow", "cc", "tor", "tor-gencert", "mgen-server", "mgen-web", "mgen-client", "mgen-peer", "mgentools"];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mgen-run-");

    private readonly PretendedPrograms _programs = new();

    public RunScriptTests() => Copy("shadow");

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
        _directory.Delete(recursive: true);
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
    public async Task Run_SimulationTakesTooLong_IsEndedAndSaysHowToGiveItMore()
    {
        Pretend("exit 0");
        _programs.Put("cc", "echo built >mgen-shadow.so");
        _programs.Put("shadow", "exec sleep 600");

        (int code, string said) = await RunAsync("client", ("MGEN_TIME_LIMIT", "0.2s"));

        Assert.Equal(4, code);
        Assert.Contains("client: not finished within 0.2s; MGEN_TIME_LIMIT gives it more", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SimulationFails_ShowsTheEndOfItsLog()
    {
        Pretend("exit 0");
        _programs.Put("cc", "echo built >mgen-shadow.so");
        _programs.Put("shadow", "echo it cannot be; exit 7");

        (int code, string said) = await RunAsync("client");

        Assert.Equal(4, code);
        Assert.Contains("client: shadow ended with 7", said, StringComparison.Ordinal);
        Assert.Contains("it cannot be", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NobodySaysAnything_NamesTheSilentUsers()
    {
        Pretend("exit 0");
        _programs.Put("cc", "echo built >mgen-shadow.so");
        _programs.Put("shadow", "cp -r shadow.data.template shadow.data; for user in alice bob carol dave; do touch shadow.data/hosts/$user/mgen-client.1000.stdout; done");

        (int code, string said) = await RunAsync("client");

        Assert.Equal(4, code);
        Assert.Contains("client: alice was silent in friends", said, StringComparison.Ordinal);
        Assert.Contains("client: dave was silent in allotment", said, StringComparison.Ordinal);
    }

    private void Pretend(string script)
    {
        foreach (string program in Pretended)
            _programs.Put(program, script);
    }

    private void Copy(string folder)
    {
        foreach (string file in Repository.Files.Where(file => file.StartsWith($"{folder}/", StringComparison.Ordinal) && !file.Contains("/shadow.data", StringComparison.Ordinal)))
        {
            string target = Path.Combine(_directory.FullName, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Repository.PathOf(file), target);
        }
    }

    private Task<(int Code, string Said)> RunAsync(string experiment, params (string Name, string Value)[] environment) =>
        _programs.RunAsync(Path.Combine(_directory.FullName, "shadow", experiment, "run.sh"), [], environment);
}
