using MGen.Docs.Tests;

namespace MGen.Shadow.Tests.Experiments;

/// <summary>
/// The experiments without Tor in the simulator itself, where it is installed; their <c>run.sh</c> says what must hold.
/// </summary>
public sealed class SimulationTests : IDisposable
{
    private readonly CopiedExperiments _experiments = new();

    private readonly PretendedPrograms _programs = new();

    public void Dispose()
    {
        _programs.Dispose();
        _experiments.Dispose();
    }

    [Theory]
    [InlineData("client", "shadow", "cc", "mgen-server", "mgen-web", "mgen-client", "mgentools")]
    [InlineData("peer", "shadow", "cc", "mgen-peer", "mgentools")]
    public async Task Run_InTheSimulator_LosesNothing(string experiment, params string[] needed)
    {
        string path = $"{Environment.GetEnvironmentVariable("PATH")}:{Repository.PathOf("out/publish")}";
        string[] missing =
        [
            .. needed.Where(program => !path.Split(':').Any(place => File.Exists(Path.Combine(place, program)))),
        ];
        Assert.SkipWhen(missing.Length > 0, $"not on PATH: {string.Join(", ", missing)}");

        (int code, string said) = await _programs.RunAsync(
            _experiments.ScriptOf(experiment),
            [],
            ("PATH", path),
            ("MGEN_RUNS", "1"),
            ("MGEN_TIME_LIMIT", "5m")
        );

        Assert.True(code == 0, said);
    }
}
