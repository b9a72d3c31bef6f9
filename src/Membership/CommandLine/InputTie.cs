using System.Runtime.InteropServices;
using MGen.Cli;

namespace MGen.Membership.CommandLine;

/// <summary>
/// Ties a process to the program that started it and holds the other end of its standard input. When that program ends,
/// even by <c>kill -9</c>, the kernel closes the pipe, and this process makes an orderly stop. No portable signal
/// reports that a parent was killed (docs/decisions/0020-started-processes.md).
/// </summary>
internal static partial class InputTie
{
    /// <summary>
    /// Leaves the terminal, whose Ctrl-C is meant for the program that started this process, and begins to watch
    /// standard input.
    /// </summary>
    /// <returns>The same world, whose stop is also requested when the input ends.</returns>
    public static ProgramWorld Attach(ProgramWorld world)
    {
        if (!OperatingSystem.IsWindows())
            _ = setsid(); // fails only if this process leads a group; then Ctrl-C does not reach it anyway
        // Not disposed: it is used until the process ends.
        CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(world.Stop);
        // A thread of its own: the read blocks until the end of the process, and must not occupy the pool.
        Thread watch = new(() => Watch(world.Input(), stop)) { IsBackground = true, Name = "standard input" };
        watch.Start();
        return world with { Stop = stop.Token };
    }

    /// <summary>Waits for the end of the input; its content is ignored.</summary>
    private static void Watch(Stream input, CancellationTokenSource stop)
    {
        byte[] anything = new byte[256];
        try
        {
            while (input.Read(anything) > 0) { }
        }
        catch (IOException)
        {
            // The program at the other end has ended.
        }
        stop.Cancel();
    }

    [LibraryImport("libc")]
    private static partial int setsid();
}
