namespace MGen.Cli;

/// <summary>
/// The environment of a program: arguments, streams, clock, signals. <see cref="ProgramHost"/> creates one; a test that
/// runs a program in its own process creates another.
/// </summary>
public sealed record ProgramWorld
{
    /// <summary>The command line without the program's name.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Reads an environment variable; <c>null</c> if unset.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>
    /// The stream of results and event logs. If it cannot be written, it throws an <see cref="IOException"/>, which
    /// <see cref="CommandLine.RunAsync"/> reports with <see cref="ExitCode.CouldNotStart"/>. The underlying stream is
    /// not disposed.
    /// </summary>
    public required Stream Output
    {
        get;
        init => field = OutputStream.Over(value);
    }

    /// <summary>Opens standard input, for the few programs that read it. By default empty.</summary>
    public Func<Stream> Input { get; init; } = static () => Stream.Null;

    /// <summary>
    /// The writer of diagnostics, progress and summaries. Thread-safe. Does not throw: if it cannot be written, the
    /// text is lost and the program continues.
    /// </summary>
    public required TextWriter Error
    {
        get;
        init => field = ErrorText.Over(value);
    }

    /// <summary>Whether <see cref="Error"/> is a terminal.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Whether <see cref="Output"/> is a terminal.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Called before the first socket by a program that waits for its sockets on its own event loop. .NET then starts
    /// no thread that waits for sockets, so any asynchronous operation of <c>System.Net.Sockets</c> would fail.
    /// </summary>
    public Action OmitSocketThread { get; init; } = static () => { };

    /// <summary>The machine's name, for results; empty if unknown.</summary>
    public string HostName { get; init; } = "";

    /// <summary>The directory of relative paths and globs.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>
    /// Cancelled by the first SIGINT, SIGTERM or SIGHUP: the program stops in stages and prints its summary. A second
    /// signal ends the process immediately.
    /// </summary>
    public CancellationToken Stop { get; init; }

    /// <summary>
    /// Logs a problem of a running program, in one sentence. <c>null</c>: the sentence goes to <see cref="Error"/> with
    /// the program's name.
    /// </summary>
    public Action<string>? ReportProblem { get; init; }

    /// <summary>Waits for <see cref="Stop"/>.</summary>
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
