using System.CommandLine;
using System.Globalization;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.EventLog;
using MGen.Grains;
using MGen.Membership;
using MGen.Membership.CommandLine;
using MGen.Membership.Tables;
using MGen.Telemetry;

namespace MGen.Silo;

/// <summary><c>mgen-silo</c>: hosts groups of a cluster until a signal. Event log (dropped frames) on stdout.</summary>
public static class SiloProgram
{
    private const string Name = "mgen-silo";

    private const string Examples = """
          mgen-silo                                 joins, or is, this machine's cluster
          mgen-silo --health 127.0.0.1:8081 --dashboard
          mgen-silo --create-tables --postgres "Host=db;Database=mgen;Username=mgen"
          mgen-silo --postgres "Host=db;Database=mgen;Username=mgen" \
                    --member-address 10.0.0.5:11111
          MGEN_CLUSTER_ID=second mgen-silo          every option has a variable
        """;

    private static readonly HelpPage Help = new(Examples, NodeRun.ExitCodes, NodeCommandLine.EnvironmentHelp);

    /// <summary>Runs the program.</summary>
    public static async Task<ExitCode> RunAsync(ProgramWorld world)
    {
        ArgumentNullException.ThrowIfNull(world);
        MemberCommand member = new();
        GroupLimitOptions limits = new("of the whole cluster (the same for all silos)");
        Option<bool> create = new("--create-tables")
        {
            Description = "Creates the tables in the database of --postgres, and ends.",
        };
        RootCommand root = new(
            "A silo of a cluster: hosts groups, for gateways (mgen-gateway) to reach. Options also come from MGEN_ variables and appsettings.json."
        );
        limits.AddTo(root);
        member.AddTo(root);
        root.AddGroup("Membership", create);
        root.SetAction(
            async (parsed, _) =>
                (int)await RunAsync(member.Read(parsed), limits.Read(parsed), parsed.GetValue(create), world)
        );
        return await NodeCommandLine.RunAsync(root, world, new ProgramPages(Name, Help));
    }

    private static async Task<ExitCode> RunAsync(
        MemberArguments member,
        GroupLimits limits,
        bool createTables,
        ProgramWorld world
    )
    {
        string? postgreSql = member.Options.PostgreSql;
        if (createTables && postgreSql is null)
        {
            await world.Error.WriteLineAsync($"{Name}: --create-tables needs --postgres, the database of the tables");
            return ExitCode.Usage;
        }
        return await NodeRun.GuardAsync(
            Name,
            world,
            member.StopsWithInput,
            tied => createTables ? CreateTablesAsync(postgreSql!, tied) : ServeAsync(member, limits, tied)
        );
    }

    private static async Task<ExitCode> CreateTablesAsync(string connectionString, ProgramWorld world)
    {
        await PostgreSqlTables.CreateAsync(connectionString, world.Stop);
        await world.Error.WriteLineAsync($"{Name}: the tables are complete");
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> ServeAsync(MemberArguments member, GroupLimits limits, ProgramWorld world)
    {
        await NodeRun.WarnOfExposureAsync(Name, world, member);
        if (member.Options.PostgreSql is { } postgreSql)
            await PostgreSqlTables.RequireAsync(postgreSql, world.Stop);
        await using EventLogWriter log = EventLogOption.Open(world, Name, member.LogFull);
        using Diagnostics diagnostics = Diagnostics.Start(
            world,
            Name,
            member.Diagnostics,
            PartitionMetrics.MeterName,
            "Microsoft.Orleans"
        );
        long started = world.Clock.GetTimestamp();
        NodeContext context = new(log, world.Clock, diagnostics, NodeRun.NameSuffix())
        {
            Level = member.Diagnostics.Level,
        };
        await using SiloNode? silo = await ServerStart.RunAsync(
            world,
            Name,
            () => SiloNode.StartAsync(member.Options, limits, context, world.Stop)
        );
        if (silo is null)
            return ExitCode.Ok;
        if (!member.IsQuiet)
        {
            await world.Error.WriteLineAsync(
                $"{Name} {ProgramVersion.Text} is a member of {member.Options.ClusterId}; "
                    + "stop it with Ctrl-C or SIGTERM"
            );
        }
        if (!await NodeRun.WaitForEndAsync(Name, world, silo.Fatal))
            return ExitCode.Interrupted;
        await NodeRun.ReportLeaveAsync(Name, world, await silo.StopAsync());
        await log.DisposeAsync();
        if (!member.IsQuiet)
            await world.Error.WriteLineAsync(FormatSummary(silo.Metrics, world.Clock.GetElapsedTime(started)));
        return await EventLogOption.ReportLossesAsync(world, Name, log);
    }

    private static string FormatSummary(PartitionMetrics metrics, TimeSpan uptime)
    {
        string outcome = metrics.Drops == 0 ? "ok" : "with losses";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            run          {outcome}   {uptime.TotalSeconds:F1} s   {Name} {ProgramVersion.Text}
            frames       dropped {metrics.Drops:N0}
            """
        );
    }
}
