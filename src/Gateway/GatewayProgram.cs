using System.CommandLine;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.EventLog;
using MGen.Gateway.Front;
using MGen.Membership;
using MGen.Membership.CommandLine;
using MGen.Membership.Tables;
using MGen.Telemetry;

namespace MGen.Gateway;

/// <summary>
/// <c>mgen-gateway</c>: the TLS front of a cluster, until a signal. Event log on stdout, as <c>mgen-server</c>'s.
/// </summary>
public static class GatewayProgram
{
    private const string Name = "mgen-gateway";

    private const string Examples = """
          mgen-gateway                                 own certificate, 127.0.0.1:6397
          mgen-gateway server.crt server.key 0.0.0.0:6397
          mgen-gateway 127.0.0.1:6398 --health 127.0.0.1:8082
          mgen-gateway 0.0.0.0:6397 --member-address 10.0.0.6:11111 \
                       --postgres "Host=db;Database=mgen;Username=mgen"
        """;

    private static readonly HelpPage Help = new(Examples, NodeRun.ExitCodes, NodeCommandLine.EnvironmentHelp);

    /// <summary>Runs the program.</summary>
    public static async Task<ExitCode> RunAsync(ProgramWorld world)
    {
        ArgumentNullException.ThrowIfNull(world);
        FrontCommand front = new();
        MemberCommand member = new();
        RootCommand root = new(
            "A gateway of a cluster: serves clients over TLS, as mgen-server does; the groups are in silos "
                + "(mgen-silo). Options also come from MGEN_ variables and appsettings.json."
        );
        front.AddTo(root);
        member.AddTo(root);
        root.SetAction(async (parsed, _) => (int)await RunAsync(member.Read(parsed), front.Read(parsed, world), world));
        return await NodeCommandLine.RunAsync(root, world, new ProgramPages(Name, Help));
    }

    private static async Task<ExitCode> RunAsync(MemberArguments member, FrontArguments front, ProgramWorld world)
    {
        if (front.Problem is { } problem)
        {
            await world.Error.WriteLineAsync($"{Name}: {problem}");
            return ExitCode.Usage;
        }
        return await NodeRun.GuardAsync(
            Name,
            world,
            member.StopsWithInput,
            tied => ServeAsync(member, front.Load(), tied)
        );
    }

    private static async Task<ExitCode> ServeAsync(MemberArguments member, FrontOptions front, ProgramWorld world)
    {
        await NodeRun.WarnOfExposureAsync(Name, world, member);
        if (member.Options.PostgreSql is { } postgreSql)
            await PostgreSqlTables.RequireAsync(postgreSql, world.Stop);
        await using EventLogWriter log = EventLogOption.Open(world, Name, member.LogFull);
        using Diagnostics diagnostics = Diagnostics.Start(
            world,
            Name,
            member.Diagnostics,
            GatewayMetrics.MeterName,
            "Microsoft.Orleans"
        );
        long started = world.Clock.GetTimestamp();
        NodeContext context = new(log, world.Clock, diagnostics, NodeRun.NameSuffix())
        {
            Level = member.Diagnostics.Level,
        };
        await using GatewayNode? gateway = await ServerStart.RunAsync(
            world,
            Name,
            () => GatewayNode.StartAsync(member.Options, front, context, world.Stop)
        );
        if (gateway is null)
            return ExitCode.Ok;
        if (!member.IsQuiet)
        {
            await world.Error.WriteLineAsync(
                $"{Name} {ProgramVersion.Text} listens on {gateway.LocalEndPoint} for "
                    + $"{member.Options.ClusterId} (TLS: {gateway.EngineName}); stop it with Ctrl-C or SIGTERM"
            );
        }
        if (!await NodeRun.WaitForEndAsync(Name, world, gateway.Fatal))
            return ExitCode.Interrupted;
        await NodeRun.ReportLeaveAsync(Name, world, await gateway.StopAsync());
        await log.DisposeAsync();
        if (!member.IsQuiet)
            await world.Error.WriteLineAsync(
                FrontSummary.Format(Name, gateway.Metrics, world.Clock.GetElapsedTime(started), log)
            );
        return await EventLogOption.ReportLossesAsync(world, Name, log);
    }
}
