using System.Diagnostics;
using System.IO.Pipes;
using MGen.Cli;

namespace MGen.Tools.Tests.Components;

/// <summary><c>mgentools people</c> is stopped while its input stays open.</summary>
public sealed class PeopleStopTests
{
    [Fact]
    public async Task People_InputClosedAtTheStart_EndsAtOnce()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs sh");
        using Process people = Process.Start(
            "sh",
            ["-c", "exec dotnet \"$1\" people <&-", "sh", Path.Combine(AppContext.BaseDirectory, "mgentools.dll")]
        );

        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        try
        {
            await people.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!people.HasExited)
                people.Kill();
        }

        Assert.Equal(0, people.ExitCode);
    }

    [Fact]
    public async Task People_InputCannotBeRead_ReportsAnErrorWithoutAStack()
    {
        await using MemoryStream output = new();
        using StringWriter error = new();
        ProgramWorld world = new()
        {
            Arguments = ["people"],
            Environment = _ => null,
            Input = () => new UnreadableStream(),
            Output = output,
            Error = error,
            WorkingDirectory = Path.GetTempPath(),
        };

        Assert.Equal(ExitCode.CouldNotStart, await ToolsProgram.RunAsync(world));

        Assert.Equal(
            $"mgentools people: the requests cannot be read: Is a directory{Environment.NewLine}",
            error.ToString()
        );
    }

    [Fact]
    public async Task People_StoppedWhileWaitingForALine_EndsAsInterrupted()
    {
        await using AnonymousPipeServerStream requests = new(PipeDirection.Out);
        await using AnonymousPipeClientStream input = new(PipeDirection.In, requests.ClientSafePipeHandle);
        await using AnonymousPipeServerStream output = new(PipeDirection.Out);
        await using AnonymousPipeClientStream answers = new(PipeDirection.In, output.ClientSafePipeHandle);
        using CancellationTokenSource stop = new();
        using StringWriter error = new();
        ProgramWorld world = new()
        {
            Arguments = ["people"],
            Environment = _ => null,
            Input = () => input,
            Output = output,
            Error = error,
            WorkingDirectory = Path.GetTempPath(),
            Stop = stop.Token,
        };
        Task<ExitCode> run = Task.Run(() => ToolsProgram.RunAsync(world), TestContext.Current.CancellationToken);
        await requests.WriteAsync("sing\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await answers.ReadExactlyAsync(new byte[1], TestContext.Current.CancellationToken);

        await stop.CancelAsync();

        Assert.Equal(
            ExitCode.Interrupted,
            await run.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)
        );
    }

    /// <summary>A directory as standard input.</summary>
    private sealed class UnreadableStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("Is a directory");
    }
}
