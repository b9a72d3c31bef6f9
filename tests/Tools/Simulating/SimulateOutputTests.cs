using MGen.Cli;

namespace MGen.Tools.Tests.Simulating;

/// <summary>Outputs of <c>simulate</c> that cannot be written.</summary>
public sealed class SimulateOutputTests : IDisposable
{
    private readonly ToolWorld _world = new();

    public SimulateOutputTests() => _world.Write("a.yaml", SampleConfigs.Client("alice", "tea"));

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Simulate_LogOnAFullDisk_EndsWithFourAndTheCountOfLostLines()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no device that is always full");

        Assert.Equal(
            ExitCode.CheckFailed,
            await _world.RunAsync("simulate", "*.yaml", "--seed", "7", "--log", "/dev/full")
        );

        Assert.Contains("lines of the event log could not be written", _world.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_LogThatCannotBeCreated_EndsWithThree()
    {
        Assert.Equal(ExitCode.CouldNotStart, await _world.RunAsync("simulate", "a.yaml", "--log", "none/run.log"));
        Assert.StartsWith("mgentools simulate: ", _world.Error, StringComparison.Ordinal);
    }
}
