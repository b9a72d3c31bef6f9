using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MGen.Cli;

/// <summary>The one place that touches the process: arguments, console, signals, exit code.</summary>
[SuppressMessage("ApiDesign", "RS0030", Justification = "this is the edge the other rooms are kept away from")]
public static class ProgramHost
{
    /// <summary>Runs a program in this process's world. An exception that reaches this place is a bug and ends with <see cref="ExitCode.Bug"/>.</summary>
    public static async Task<int> RunAsync(string[] arguments, Func<ProgramWorld, Task<ExitCode>> program)
    {
        ArgumentNullException.ThrowIfNull(program);
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => OnSignal(signal, stop));
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => OnSignal(signal, stop));
        ProgramWorld world = new()
        {
            Arguments = arguments,
            Environment = Environment.GetEnvironmentVariable,
            Input = Console.OpenStandardInput,
            Output = OpenOutput(),
            Error = Console.Error,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            OutputIsTerminal = !Console.IsOutputRedirected,
            HostName = Environment.MachineName,
            WorkingDirectory = Environment.CurrentDirectory,
            Stop = stop.Token,
        };
        try
        {
            return (int)await program(world);
        }
        catch (Exception bug)
        {
            await world.Error.WriteLineAsync($"This is a bug, please report it: {bug}");
            return (int)ExitCode.Bug;
        }
    }

    /// <summary>
    /// Standard output as it is: the console's stream would keep silent about a reader that has gone. A file that others append to as well is
    /// left to the console, which does not keep a position of its own.
    /// </summary>
    private static Stream OpenOutput()
    {
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        FileStream output = new(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return output.CanSeek ? Console.OpenStandardOutput() : output;
    }

    private static void OnSignal(PosixSignalContext signal, CancellationTokenSource stop)
    {
        if (stop.IsCancellationRequested)
            Environment.Exit((int)ExitCode.Interrupted);
        signal.Cancel = true;
        stop.Cancel();
    }
}
