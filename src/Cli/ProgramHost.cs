using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace MGen.Cli;

/// <summary>The only class that accesses the process: arguments, console, signals, exit code.</summary>
[SuppressMessage(
    "ApiDesign",
    "RS0030",
    Justification = "only this class may use the process; all others use ProgramWorld"
)]
public static partial class ProgramHost
{
    /// <summary>
    /// The lowest limit of open files at which a program that is not compiled ahead of time works. The runtime opens
    /// each assembly as a file, and without a free descriptor reports the assembly as missing.
    /// </summary>
    private const ulong LeastDescriptors = 80;

    private const int OpenFiles = 7; // RLIMIT_NOFILE of Linux
    private const int AddressSpace = 9; // RLIMIT_AS of Linux

    /// <summary>
    /// Smallest limit of the address space, in bytes: 6 GiB. The runtime reserves far more than it uses. With 2 or 3
    /// GiB any program aborts sooner or later; with 4 GiB mgen-server aborts.
    /// </summary>
    private const ulong LeastAddressSpace = 6UL << 30;

    /// <summary>
    /// SIGXFSZ of Linux: a file would exceed the limit of file sizes (ulimit -f). By default the signal ends the
    /// process without a message. If the signal is handled, the write fails instead.
    /// </summary>
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    private static readonly TimeSpan SignalPatience = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// Runs a program with the arguments, streams and signals of this process. An unhandled exception is a bug: it is
    /// printed, and the exit code is <see cref="ExitCode.Bug"/>. If a limit of the process is too low for the runtime
    /// or a file reaches the limit of file sizes, the exit code is <see cref="ExitCode.CouldNotStart"/>.
    /// </summary>
    public static async Task<int> RunAsync(string[] arguments, Func<ProgramWorld, Task<ExitCode>> program)
    {
        ArgumentNullException.ThrowIfNull(program);
        string? tooLow = ExplainDescriptors(ReadLimit(OpenFiles)) ?? ExplainAddressSpace(ReadLimit(AddressSpace));
        if (RuntimeFeature.IsDynamicCodeSupported && tooLow is not null)
        {
            await Console.Error.WriteLineAsync(tooLow);
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
        TaskCompletionSource isFileTooLarge = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using PosixSignalRegistration? tooLarge = OperatingSystem.IsLinux()
            ? PosixSignalRegistration.Create(
                FileTooLarge,
                signal =>
                {
                    signal.Cancel = true;
                    isFileTooLarge.TrySetResult();
                }
            )
            : null;
        return (int)await GuardAsync(CreateWorld(arguments, stop.Token), program, isFileTooLarge.Task);
    }

    /// <summary>Explains that a limit of open files is too low for the runtime; <c>null</c> if it is not.</summary>
    internal static string? ExplainDescriptors(ulong limit) =>
        limit >= LeastDescriptors
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"the limit of open files, {limit}, is too low for the .NET runtime: it needs {LeastDescriptors} (ulimit -n)"
            );

    /// <summary>
    /// Explains that a limit of the address space is too low for the runtime; <c>null</c> if it is not.
    /// </summary>
    internal static string? ExplainAddressSpace(ulong limit) =>
        limit >= LeastAddressSpace
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"the limit of the address space, {limit >> 10} KiB, is too low for the .NET runtime: it needs {LeastAddressSpace >> 10} (ulimit -v)"
            );

    /// <summary>The soft limit of a resource; the largest number if there is none.</summary>
    private static unsafe ulong ReadLimit(int resource)
    {
        ulong* limits = stackalloc ulong[2]; // struct rlimit: soft, hard
        return OperatingSystem.IsLinux() && getrlimit(resource, limits) == 0 ? limits[0] : ulong.MaxValue;
    }

    [LibraryImport("libc")]
    private static unsafe partial int getrlimit(int resource, ulong* limits);

    /// <summary>
    /// Runs a program; prints an unhandled exception and returns <see cref="ExitCode.Bug"/>, or
    /// <see cref="ExitCode.CouldNotStart"/> if a file has reached the limit of file sizes.
    /// </summary>
    /// <param name="world">The program's environment.</param>
    /// <param name="program">The program.</param>
    /// <param name="isFileTooLarge">
    /// Completes when a file has reached the limit of file sizes; <c>null</c>: that never happens.
    /// </param>
    internal static async Task<ExitCode> GuardAsync(
        ProgramWorld world,
        Func<ProgramWorld, Task<ExitCode>> program,
        Task? isFileTooLarge = null
    )
    {
        try
        {
            return await program(world);
        }
        catch (Exception bug)
        {
            // For a file that reaches the limit the runtime throws this exception, not an IOException. The signal is
            // handled on another thread, so it may be seen a little later. The signal alone is no proof, because the
            // program continues after its log has reached the limit. So the exception must also come from System.IO.
            bool isLimit =
                bug is ArgumentOutOfRangeException
                && bug.StackTrace?.Contains(" System.IO.", StringComparison.Ordinal) == true
                && isFileTooLarge is not null
                && await Task.WhenAny(isFileTooLarge, Task.Delay(SignalPatience)) == isFileTooLarge;
            await world.Error.WriteLineAsync(
                isLimit
                    ? "the output cannot be written: a file has reached the limit of file sizes (ulimit -f)"
                    : $"This is a bug, please report it: {bug}"
            );
            return isLimit ? ExitCode.CouldNotStart : ExitCode.Bug;
        }
    }

    private static ProgramWorld CreateWorld(string[] arguments, CancellationToken stop)
    {
        // Read before ReserveDescriptors occupies the free numbers. A descriptor that was closed at the start is not
        // the program's input, even if the runtime has since opened a file with its number.
        bool hasInput = OperatingSystem.IsWindows() || StandardStream.IsInherited(StandardStream.InputDescriptor);
        if (!OperatingSystem.IsWindows())
            StandardStream.ReserveDescriptors();
        return new ProgramWorld
        {
            Arguments = arguments,
            Environment = Environment.GetEnvironmentVariable,
            // The base library reads the number of threads that wait for sockets from the environment when it creates
            // its first socket.
            OmitSocketThread = static () =>
                Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "0"),
            Input = hasInput ? Console.OpenStandardInput : static () => Stream.Null,
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
    /// Whether SIGHUP was ignored when the program started, as under nohup. A handler would make the signal effective.
    /// Always false except on Linux.
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

/// <summary>The version of all programs.</summary>
public static class ProgramVersion
{
    /// <summary>The version, as in <c>0.1.0</c>.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];
}

/// <summary>Starts a server that a signal may stop before it is ready.</summary>
public static class ServerStart
{
    /// <summary>Starts a server.</summary>
    /// <param name="world">Provides <see cref="ProgramWorld.Stop"/> and stderr.</param>
    /// <param name="program">The program's name.</param>
    /// <param name="start">Starts the server, and cleans up if the start fails.</param>
    /// <returns>
    /// The server; <c>null</c> if a signal stopped the start, which is then reported on stderr. Any exception after a
    /// signal counts as a consequence of the signal.
    /// </returns>
    public static async Task<T?> RunAsync<T>(ProgramWorld world, string program, Func<Task<T>> start)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(start);
        try
        {
            return await start();
        }
        catch (Exception) when (world.Stop.IsCancellationRequested)
        {
            await world.Error.WriteLineAsync($"{program}: stopped before it was ready");
            return null;
        }
    }
}
