using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace MGen.Cli;

/// <summary>The one place that touches the process: arguments, console, signals, exit code.</summary>
[SuppressMessage("ApiDesign", "RS0030", Justification = "this is the edge the other rooms are kept away from")]
public static partial class ProgramHost
{
    /// <summary>
    /// The smallest limit of open files with which a program that is not compiled ahead of time reads its arguments:
    /// the runtime opens each assembly as a file, and reports a missing one where it has no descriptor left.
    /// </summary>
    private const ulong LeastDescriptors = 80;

    private const int OpenFiles = 7; // RLIMIT_NOFILE of Linux

    /// <summary>
    /// Runs a program in this process's world. An exception that reaches this place is a bug and ends with
    /// <see cref="ExitCode.Bug"/>.
    /// </summary>
    public static async Task<int> RunAsync(string[] arguments, Func<ProgramWorld, Task<ExitCode>> program)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (RuntimeFeature.IsDynamicCodeSupported && ExplainDescriptors(ReadDescriptorLimit()) is { } tooFew)
        {
            await Console.Error.WriteLineAsync(tooFew);
            return (int)ExitCode.CouldNotStart;
        }
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(
            PosixSignal.SIGINT,
            signal => OnSignal(signal, stop)
        );
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(
            PosixSignal.SIGTERM,
            signal => OnSignal(signal, stop)
        );
        using PosixSignalRegistration? hangUp = IsHangUpIgnored()
            ? null
            : PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => OnSignal(signal, stop));
        return (int)await GuardAsync(CreateWorld(arguments, stop.Token), program);
    }

    /// <summary>Why the runtime cannot work within a limit of open files; <c>null</c> if it can.</summary>
    internal static string? ExplainDescriptors(ulong limit) =>
        limit >= LeastDescriptors
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"the limit of open files, {limit}, is too low for the .NET runtime: it needs {LeastDescriptors} (ulimit -n)"
            );

    private static unsafe ulong ReadDescriptorLimit()
    {
        ulong* limits = stackalloc ulong[2]; // struct rlimit: soft, hard
        return OperatingSystem.IsLinux() && getrlimit(OpenFiles, limits) == 0 ? limits[0] : ulong.MaxValue;
    }

    [LibraryImport("libc")]
    private static unsafe partial int getrlimit(int resource, ulong* limits);

    /// <summary>Runs a program; its bugs become words and an exit code.</summary>
    internal static async Task<ExitCode> GuardAsync(ProgramWorld world, Func<ProgramWorld, Task<ExitCode>> program)
    {
        try
        {
            return await program(world);
        }
        catch (Exception bug)
        {
            await world.Error.WriteLineAsync($"This is a bug, please report it: {bug}");
            return ExitCode.Bug;
        }
    }

    private static ProgramWorld CreateWorld(string[] arguments, CancellationToken stop)
    {
        if (!OperatingSystem.IsWindows())
            StandardStream.ReserveDescriptors();
        return new ProgramWorld
        {
            Arguments = arguments,
            Environment = Environment.GetEnvironmentVariable,
            Input = Console.OpenStandardInput,
            Output = OperatingSystem.IsWindows()
                ? Console.OpenStandardOutput()
                : new StandardStream(StandardStream.OutputDescriptor),
            Error = OperatingSystem.IsWindows() ? Console.Error : ErrorWriter(stop),
            ErrorIsTerminal = !Console.IsErrorRedirected,
            OutputIsTerminal = !Console.IsOutputRedirected,
            HostName = Environment.MachineName,
            WorkingDirectory = Environment.CurrentDirectory,
            Stop = stop,
        };
    }

    /// <summary>
    /// Whether whoever started the program has it ignore SIGHUP, as nohup does: a handler would undo that. Linux only.
    /// </summary>
    private static bool IsHangUpIgnored()
    {
        const string Ignored = "SigIgn:";
        const ulong HangUp = 1; // signal 1 is the lowest bit
        if (!OperatingSystem.IsLinux())
            return false;
        string? mask = File.ReadLines("/proc/self/status")
            .FirstOrDefault(line => line.StartsWith(Ignored, StringComparison.Ordinal))
            ?[Ignored.Length..].Trim();
        return ulong.TryParse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong ignored)
            && (ignored & HangUp) != 0;
    }

    private static StreamWriter ErrorWriter(CancellationToken stop) =>
        new(
            new StandardStream(StandardStream.ErrorDescriptor, stop),
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)
        )
        {
            AutoFlush = true,
        };

    private static void OnSignal(PosixSignalContext signal, CancellationTokenSource stop)
    {
        if (stop.IsCancellationRequested)
            Environment.Exit((int)ExitCode.Interrupted);
        signal.Cancel = true;
        stop.Cancel();
    }
}
