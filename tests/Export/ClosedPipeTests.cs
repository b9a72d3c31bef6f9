using MGen.Cli;
using MGen.Export.Tests.Support;

namespace MGen.Export.Tests;

/// <summary>Outputs into a named pipe whose reader goes away.</summary>
public sealed class ClosedPipeTests
{
    [Theory]
    [InlineData("pcapng")]
    [InlineData("schedule:jsonl")]
    public async Task Export_ReaderOfThePipeGoesAway_FailsWithOneSentence(string format)
    {
        using ExportWorld world = await WorldWithPipeAsync();
        await world.SucceedAsync("simulate", "*.yaml", "--seed", "7", "--duration", "20m", "--log", "run.log");

        Task reader = ReadOneByteAsync(world);
        (ExitCode code, string output, string error) = await world.ToolsAsync(
            "export",
            "run.log",
            "--receipts",
            "--export",
            $"{format}=pipe"
        );
        await reader;

        Assert.Equal(ExitCode.CouldNotStart, code);
        Assert.Equal("", output);
        string sentence = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("mgentools export: the output cannot be written: ", sentence);
        Assert.Contains("pipe", sentence);
    }

    [Fact]
    public async Task SimulateWithExport_ReaderOfThePipeGoesAway_FailsWithOneSentence()
    {
        using ExportWorld world = await WorldWithPipeAsync();

        Task reader = ReadOneByteAsync(world);
        (ExitCode code, _, string error) = await world.ToolsAsync(
            "simulate",
            "*.yaml",
            "--seed",
            "7",
            "--duration",
            "20m",
            "--quiet",
            "--export",
            "pcapng=pipe"
        );
        await reader;

        Assert.Equal(ExitCode.CouldNotStart, code);
        string sentence = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("mgentools simulate: the output cannot be written: ", sentence);
    }

    private static async Task<ExportWorld> WorldWithPipeAsync()
    {
        ExportWorld world = new();
        world.WriteClient("alice", ["tea"]);
        world.WriteClient("bob", ["tea"]);
        await ForeignTool.RunAsync(world.Root, "mkfifo", "pipe");
        return world;
    }

    /// <summary>Opening waits for the writer; a pipe holds 64 KiB, and there is more to write.</summary>
    private static Task ReadOneByteAsync(ExportWorld world) =>
        Task.Run(() =>
        {
            using FileStream pipe = new(
                world.PathOf("pipe"),
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite,
                bufferSize: 0
            );
            Assert.NotEqual(-1, pipe.ReadByte());
        });
}
