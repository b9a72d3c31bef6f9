using System.Globalization;
using System.Net.Sockets;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.Transport;

namespace MGen.Membership.CommandLine;

/// <summary>
/// What the programs of a silo and a gateway share: checks before the start, messages and exit codes.
/// </summary>
internal static class NodeRun
{
    /// <summary>How silos and gateways end.</summary>
    public static ExitTable ExitCodes { get; } =
        ExitTable.ForServer(
            "could not start (address in use, database unreachable or without tables, other --partitions than the cluster), or the output cannot be written",
            "the cluster removed this member, or its table cannot be reached: restart it"
        );

    /// <summary>Distinguishes the members on one machine by their process ids.</summary>
    public static string NameSuffix() =>
        string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}");

    /// <summary>Runs the program, and turns failures of the start into one line on stderr and an exit code.</summary>
    /// <param name="program">The program's name, for messages.</param>
    /// <param name="world">The program's environment.</param>
    /// <param name="stopsWithInput">Whether the program also stops when its standard input ends.</param>
    /// <param name="run">The program, which receives the environment to use.</param>
    public static async Task<ExitCode> GuardAsync(
        string program,
        ProgramWorld world,
        bool stopsWithInput,
        Func<ProgramWorld, Task<ExitCode>> run
    )
    {
        if (DescriptorLimit.ServerProblem is { } tooFew)
        {
            await world.Error.WriteLineAsync($"{program}: {tooFew}");
            return ExitCode.CouldNotStart;
        }
        if (stopsWithInput)
            world = InputTie.Attach(world);
        try
        {
            return await run(world);
        }
        catch (UriFormatException failure)
        {
            await world.Error.WriteLineAsync($"{program}: {failure.Message}");
            return ExitCode.Usage;
        }
        catch (Exception failure)
            when (failure
                    is SocketException
                        or (IOException and not OutputException)
                        or UnauthorizedAccessException
                        or CertificateException
                        or OrleansException
                        or System.Data.Common.DbException
            )
        {
            await world.Error.WriteLineAsync($"{program}: cannot start: {failure.Message}");
            return ExitCode.CouldNotStart;
        }
        catch (OperationCanceledException) when (world.Stop.IsCancellationRequested)
        {
            await world.Error.WriteLineAsync($"{program}: stopped before it was ready");
            return ExitCode.Ok;
        }
    }

    /// <summary>Warns on stderr if the ports of members can be reached from other machines and have no TLS.</summary>
    public static Task WarnOfExposureAsync(string program, ProgramWorld world, MemberArguments member) =>
        member.Options.IsExposed && !member.IsQuiet
            ? world.Error.WriteLineAsync(
                $"{program}: warning: the ports of members at {member.Options.Address.Host} have no TLS: every "
                    + "host that reaches them can join the cluster, and read and forge its messages; see --member-ca"
            )
            : Task.CompletedTask;

    /// <summary>Reports on stderr if the member could not leave the cluster.</summary>
    public static Task ReportLeaveAsync(string program, ProgramWorld world, bool hasLeft) =>
        hasLeft
            ? Task.CompletedTask
            : world.Error.WriteLineAsync(
                $"{program}: the table of members did not respond within --drain-timeout; "
                    + "the process ends without leaving the cluster, and the other members will detect a failure"
            );

    /// <summary>
    /// Waits for a signal, or for a fatal error, such as that the cluster has declared this process dead.
    /// </summary>
    /// <returns>Whether the process may stop in the normal way: <c>false</c> after a fatal error.</returns>
    public static async Task<bool> WaitForEndAsync(string program, ProgramWorld world, Task<string> fatal)
    {
        if (await Task.WhenAny(world.WaitForStopAsync(), fatal) != fatal)
            return true;
        await world.Error.WriteLineAsync($"{program}: ends and should be restarted: {await fatal}");
        return false;
    }
}
