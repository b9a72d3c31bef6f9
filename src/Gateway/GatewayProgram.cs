using System.CommandLine;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.Gateway.Front;
using MGen.Membership.CommandLine;

namespace MGen.Gateway;

/// <summary>
/// <c>mgen-gateway</c>: runs the TLS front of a cluster until a signal, and writes the event log to standard output, as
/// <c>mgen-server</c> does.
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

    private static Task<ExitCode> ServeAsync(MemberArguments member, FrontOptions front, ProgramWorld world) =>
        NodeRun.ServeAsync(
            Name,
            member,
            GatewayMetrics.MeterName,
            world,
            context => GatewayNode.StartAsync(member.Options, front, context, world.Stop),
            node => $"listens on {node.LocalEndPoint} for {member.Options.ClusterId} (TLS: {node.EngineName})",
            (node, uptime, log) => FrontSummary.Format(Name, node.Metrics, uptime, log)
        );
}
