namespace MGen.Cli;

/// <summary>
/// Everything a program sees of the outside: made once in <c>Main</c>, or by a test that runs the program in its own
/// process.
/// </summary>
public sealed record ProgramWorld
{
    /// <summary>The command line without the program's name.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Reads an environment variable; <c>null</c> if unset.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>
    /// Where results and event logs go, as bytes. Where it cannot be written, it throws an <see cref="IOException"/>
    /// that <see cref="CommandLine.RunAsync"/> turns into words and <see cref="ExitCode.CouldNotStart"/>. The stream
    /// given here is not disposed.
    /// </summary>
    public required Stream Output
    {
        get;
        init => field = OutputStream.Over(value);
    }

    /// <summary>Opens standard input, for the few programs that read it; by default there is nothing in it.</summary>
    public Func<Stream> Input { get; init; } = static () => Stream.Null;

    /// <summary>
    /// Where diagnostics, progress and summaries go; any thread. It never throws: where the writer given here fails,
    /// words are lost and the program goes on.
    /// </summary>
    public required TextWriter Error
    {
        get;
        init => field = ErrorText.Over(value);
    }

    /// <summary>Whether a person watches <see cref="Error"/> on a terminal.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Whether a person watches <see cref="Output"/> on a terminal.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What this machine is called, for results; empty if nobody says.</summary>
    public string HostName { get; init; } = "";

    /// <summary>Relative paths and globs start here.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>
    /// Cancelled by the first SIGINT, SIGTERM or SIGHUP: stop in stages and print the summary. A second one ends the
    /// process at once.
    /// </summary>
    public CancellationToken Stop { get; init; }

    /// <summary>Waits for <see cref="Stop"/>: what a server does for a living.</summary>
    public async Task WaitForStopAsync()
    {
        TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = Stop.Register(stopped.SetResult);
        await stopped.Task;
    }

    /// <summary>Writes text to <see cref="Output"/>.</summary>
    public void WriteOutput(string text)
    {
        Output.Write(System.Text.Encoding.UTF8.GetBytes(text));
        Output.Flush();
    }
}
