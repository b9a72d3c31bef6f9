using System.Runtime.InteropServices;
using MGen.Cli;

namespace MGen.Membership.CommandLine;

/// <summary>
/// Ties a process to the program that started it and holds the other end of its standard input. When that program ends, however it ends, the system
/// closes the pipe, and this process stops in order. Nothing else tells of a program that was killed.
/// </summary>
internal static partial class InputTie
{
    /// <summary>Leaves the terminal, whose Ctrl-C is meant for whoever started this process, and begins to watch standard input.</summary>
    /// <returns>The world in which the end of the input is a reason to stop.</returns>
    public static ProgramWorld Attach(ProgramWorld world)
    {
        if (!OperatingSystem.IsWindows())
            _ = setsid(); // fails only where there is nothing to leave
        CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(world.Stop); // lives as long as the process
        Thread watch = new(() => Watch(world.Input(), stop)) { IsBackground = true, Name = "standard input" };
        watch.Start();
        return world with { Stop = stop.Token };
    }

    /// <summary>What is read means nothing; that reading ends does.</summary>
    private static void Watch(Stream input, CancellationTokenSource stop)
    {
        byte[] anything = new byte[256];
        try
        {
            while (input.Read(anything) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Whoever held the other end is gone.
        }
        stop.Cancel();
    }

    [LibraryImport("libc")]
    private static partial int setsid();
}
