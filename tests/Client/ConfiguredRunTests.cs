using MGen.Cli;
using MGen.SwarmHosting;
using MGen.SwarmHosting.Tests;
using MGen.Transport;

namespace MGen.Client.Tests;

public sealed class ConfiguredRunTests
{
    private bool _hasRun;

    [Fact]
    public async Task RunAsync_MoreSocketsThanFilesMayBeOpen_StartsNothingAndSaysWhatToDo()
    {
        Assert.SkipWhen(
            DescriptorLimit.MostSockets == long.MaxValue,
            "files may be opened without a limit that is known"
        );
        using World world = Needing(DescriptorLimit.MostSockets + 1_000);

        Assert.Equal(ExitCode.CouldNotStart, await world.RunAsync());

        Assert.False(_hasRun);
        Assert.Contains("ulimit -n", world.Error, StringComparison.Ordinal);
        Assert.Contains("--shard", world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_FewerSocketsThanAllowed_Runs()
    {
        using World world = Needing(DescriptorLimit.MostSockets / 2);

        Assert.Equal(ExitCode.Ok, await world.RunAsync());

        Assert.True(_hasRun);
    }

    private World Needing(long sockets) =>
        new(world =>
            ConfiguredRun.RunAsync(
                world,
                "program",
                new RunArguments(),
                [],
                "",
                [],
                sockets,
                _ =>
                {
                    _hasRun = true;
                    return Task.FromResult(ExitCode.Ok);
                }
            )
        );

    private sealed class World(Func<ProgramWorld, Task<ExitCode>> program) : RunWorld(program);
}
