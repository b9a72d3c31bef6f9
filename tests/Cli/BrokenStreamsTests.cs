using System.CommandLine;
using MGen.Cli.Help;

namespace MGen.Cli.Tests;

public sealed class BrokenStreamsTests
{
    private static readonly ProgramPages Pages = new("test", new HelpPage("", ExitTable.Create("done")));

    [Fact]
    public async Task RunAsync_UsageErrorAndStderrBroken_IsUsage()
    {
        using TestWorld test = new("--nonsense");
        await using BrokenStream stream = new();
        await using StreamWriter error = new(stream) { AutoFlush = true };

        ExitCode code = await CommandLine.RunAsync(new RootCommand(), test.World with { Error = error }, Pages);

        Assert.Equal(ExitCode.Usage, code);
    }

    [Fact]
    public async Task RunAsync_HelpAndOutputBroken_PrintsWhyAndReturnsCouldNotStart()
    {
        using TestWorld test = new("--help");
        await using BrokenStream output = new();

        ExitCode code = await CommandLine.RunAsync(new RootCommand(), test.World with { Output = output }, Pages);

        Assert.Equal(ExitCode.CouldNotStart, code);
        Assert.EndsWith(
            $": the output cannot be written: {BrokenStream.Reason}{Environment.NewLine}",
            test.Error,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("bug", test.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_HelpAndBothBroken_ReturnsCouldNotStart()
    {
        using TestWorld test = new("--help");
        await using BrokenStream output = new();
        await using StreamWriter error = new(output) { AutoFlush = true };

        ExitCode code = await CommandLine.RunAsync(
            new RootCommand(),
            test.World with
            {
                Output = output,
                Error = error,
            },
            Pages
        );

        Assert.Equal(ExitCode.CouldNotStart, code);
    }

    [Fact]
    public async Task GuardAsync_BugAndStderrBroken_IsABug()
    {
        using TestWorld test = new();
        await using BrokenStream stream = new();
        await using StreamWriter error = new(stream) { AutoFlush = true };

        ExitCode code = await ProgramHost.GuardAsync(
            test.World with
            {
                Error = error,
            },
            _ => throw new InvalidOperationException("the queue is gone")
        );

        Assert.Equal(ExitCode.Bug, code);
    }

    [Fact]
    public async Task Error_ManyThreads_DoesNotInterleaveCalls()
    {
        using TestWorld test = new();

        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(number =>
                    Task.Run(
                        () =>
                        {
                            for (int line = 0; line < 1000; line++)
                                test.World.Error.WriteLine($"line of {number}");
                        },
                        TestContext.Current.CancellationToken
                    )
                )
        );

        string[] lines = test.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4000, lines.Length);
        Assert.All(lines, line => Assert.Matches("^line of [0-3]$", line));
    }

    [Fact]
    public void Write_DescriptorThatIsNotOpen_SaysSo()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "descriptors are Unix's");
        using StandardStream stream = new(descriptor: 100_000);

        IOException failure = Assert.Throws<IOException>(() => stream.Write("words"u8));

        Assert.Equal("standard output was closed when the program started", failure.Message);
    }

    [Fact]
    public void Error_OverADescriptorThatIsNotOpen_LosesOnlyTheText()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "descriptors are Unix's");
        using TestWorld test = new();
        using StreamWriter closed = new(new StandardStream(descriptor: 100_000)) { AutoFlush = true };
        ProgramWorld world = test.World with { Error = closed };

        world.Error.WriteLine("words");
        world.Error.Flush();
    }

    [Fact]
    public void Flush_OutputThatWasClosed_SaysSo()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "descriptors are Unix's");
        using TestWorld test = new();
        using StandardStream closed = new(descriptor: 100_000);

        Assert.Throws<OutputException>((test.World with { Output = closed }).Output.Flush);
    }

    [Fact]
    public void Write_DescriptorThatTheRuntimeOpened_IsNotWrittenTo()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "descriptors are Unix's");
        string file = Path.GetTempFileName();
        try
        {
            // If a standard stream is closed when the process starts, the first file that the runtime opens gets its
            // number.
            using (
                Microsoft.Win32.SafeHandles.SafeFileHandle other = File.OpenHandle(
                    file,
                    FileMode.Open,
                    FileAccess.Write
                )
            )
            using (StandardStream stream = new((int)other.DangerousGetHandle()))
                Assert.Throws<IOException>(() => stream.Write("words"u8));

            Assert.Equal("", File.ReadAllText(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>A stream that fails like a full disk, or like a pipe without a reader.</summary>
    private sealed class BrokenStream : MemoryStream
    {
        public const string Reason = "No space left on device";

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException(Reason);

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException(Reason);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            throw new IOException(Reason);
    }
}
