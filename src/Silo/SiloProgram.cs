using System.CommandLine;
using System.Globalization;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.Grains;
using MGen.Membership.CommandLine;
using MGen.Membership.Tables;

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
        // Checked before anything starts. Without a database the cluster uses files, which need no tables.
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

    private static Task<ExitCode> ServeAsync(MemberArguments member, GroupLimits limits, ProgramWorld world) =>
        NodeRun.ServeAsync(
            Name,
            member,
            PartitionMetrics.MeterName,
            world,
            context => SiloNode.StartAsync(member.Options, limits, context, world.Stop),
            _ => $"is a member of {member.Options.ClusterId}",
            (node, uptime, _) => FormatSummary(node.Metrics, uptime)
        );

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
