using System.Diagnostics;
using MGen.Tests.Programs;

namespace MGen.Web.Tests;

/// <summary>Signals to a process at different moments: each ends with a sentence, exit code 0 and no stack.</summary>
public sealed class SignalTests : IDisposable
{
    private Process? _server;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (_server is { HasExited: false })
            _server.Kill();
        _server?.Dispose();
    }

    /// <summary>
    /// The signal comes at different moments of the start, which takes some 300 ms. The outcome must be correct at each
    /// moment, so the test does not depend on the machine's speed.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(100)]
    [InlineData(400)]
    public async Task Terminate_DuringTheStart_EndsWithASentence(int milliseconds)
    {
        Process server = Start();
        await WaitForHandlerAsync(server);
        SpinFor(TimeSpan.FromMilliseconds(milliseconds));

        string text = await TerminateAsync(server);

        Assert.Equal(0, server.ExitCode);
        Assert.NotEmpty(text);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("bug", text, StringComparison.Ordinal);
        if (text.Contains("listening", StringComparison.Ordinal))
            Assert.Contains("run       ok", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileTooLarge_IsIgnored()
    {
        Process server = Start();
        await WaitForHandlerAsync(server);

        await Signals.SendAsync("XFSZ", server.Id);
        string text = await TerminateAsync(server);

        Assert.Equal(0, server.ExitCode);
        Assert.DoesNotContain("bug", text, StringComparison.Ordinal);
    }

    private Process Start()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        return _server = Process.Start(
            new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "mgen-web.dll"), "127.0.0.1:0"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
    }

    /// <summary>
    /// Waits until the process has registered its signal handlers: it loads the parser of the command line afterwards.
    /// Before that, a signal ends it as it ends any process.
    /// </summary>
    private static async Task WaitForHandlerAsync(Process server)
    {
        for (long began = Stopwatch.GetTimestamp(); !HasLoadedParser(server); await Task.Yield())
            Assert.True(Stopwatch.GetElapsedTime(began) < RunningServer.Patience, "the program has not started");
    }

    private static bool HasLoadedParser(Process server) =>
        File.ReadLines($"/proc/{server.Id}/maps")
            .Any(line => line.EndsWith("/System.CommandLine.dll", StringComparison.Ordinal));

    private static void SpinFor(TimeSpan time)
    {
        for (long began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < time; )
            Thread.SpinWait(100);
    }

    private static async Task<string> TerminateAsync(Process server)
    {
        await Signals.SendAsync("TERM", server.Id);
        Task<string> text = server.StandardError.ReadToEndAsync(Cancelled);
        await server.StandardOutput.ReadToEndAsync(Cancelled).WaitAsync(RunningServer.Patience, Cancelled);
        await server.WaitForExitAsync(Cancelled);
        return await text;
    }
}
