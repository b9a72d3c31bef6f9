using System.Globalization;
using System.Net.Sockets;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.EventLog;
using MGen.Membership.Tables;
using MGen.Telemetry;
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
                        or StackExchange.Redis.RedisException
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

    /// <summary>
    /// Runs a silo or gateway until a signal, or until a fatal error, such as that the cluster has declared it dead.
    /// </summary>
    /// <param name="program">The program's name, for messages.</param>
    /// <param name="member">The values of the options.</param>
    /// <param name="meter">The name of the meter with the program's own metrics.</param>
    /// <param name="world">The program's environment.</param>
    /// <param name="start">Starts the node.</param>
    /// <param name="describe">Describes what the node does, as in <c>is a member of mgen</c>.</param>
    /// <param name="summarize">Formats the summary from the node, its running time and the event log.</param>
    public static async Task<ExitCode> ServeAsync<TNode>(
        string program,
        MemberArguments member,
        string meter,
        ProgramWorld world,
        Func<NodeContext, Task<TNode>> start,
        Func<TNode, string> describe,
        Func<TNode, TimeSpan, EventLogWriter, string> summarize
    )
        where TNode : class, INode
    {
        if (member.Options.IsExposed && !member.IsQuiet)
        {
            await world.Error.WriteLineAsync(
                $"{program}: warning: the ports of members at {member.Options.Address.Host} have no TLS: every "
                    + "host that reaches them can join the cluster, and read and forge its messages; see --member-ca"
            );
        }
        if (member.Options.PostgreSql is { } postgreSql)
            await PostgreSqlTables.RequireAsync(postgreSql, world.Stop);
        if (member.Options.Redis is { } redis)
            await RedisStore.RequireAsync(redis);
        await using EventLogWriter log = EventLogOption.Open(world, program, member.LogFull);
        using Diagnostics diagnostics = Diagnostics.Start(
            world,
            program,
            member.Diagnostics,
            meter,
            "Microsoft.Orleans"
        );
        long started = world.Clock.GetTimestamp();
        NodeContext context = new(log, world.Clock, diagnostics, NameSuffix()) { Level = member.Diagnostics.Level };
        await using TNode? node = await ServerStart.RunAsync(world, program, () => start(context));
        if (node is null)
            return ExitCode.Ok;
        if (!member.IsQuiet)
            await world.Error.WriteLineAsync(
                $"{program} {ProgramVersion.Text} {describe(node)}; stop it with Ctrl-C or SIGTERM"
            );
        if (await Task.WhenAny(world.WaitForStopAsync(), node.Fatal) == node.Fatal)
        {
            await world.Error.WriteLineAsync($"{program}: ends and should be restarted: {await node.Fatal}");
            // No orderly stop: the cluster may have replaced this member already.
            return ExitCode.Interrupted;
        }
        if (!await node.StopAsync())
            await world.Error.WriteLineAsync(
                $"{program}: the table of members did not respond within --drain-timeout; "
                    + "the process ends without leaving the cluster, and the other members will detect a failure"
            );
        // The summary counts the lines written; the node writes none after its stop.
        await log.DisposeAsync();
        if (!member.IsQuiet)
            await world.Error.WriteLineAsync(summarize(node, world.Clock.GetElapsedTime(started), log));
        return await EventLogOption.ReportLossesAsync(world, program, log);
    }

    /// <summary>Distinguishes the members on one machine by their process ids.</summary>
    private static string NameSuffix() =>
        string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}");
}

/// <summary>A running silo or gateway.</summary>
internal interface INode : IAsyncDisposable
{
    /// <summary>Completes when the process must end immediately, with the reason.</summary>
    Task<string> Fatal { get; }

    /// <summary>Leaves the cluster after an orderly stop.</summary>
    /// <returns>Whether it left; else the table of members did not respond.</returns>
    Task<bool> StopAsync();
}
