using MGen.Cli;
using MGen.Cli.Help;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Peers;
using MGen.SwarmHosting;

namespace MGen.Peer;

/// <summary>
/// <c>mgen-peer</c>: reads the hosts file and the users' configurations, runs their conversations and prints a summary.
/// </summary>
internal static class PeerProgram
{
    /// <summary>Runs the program with the given arguments, console, clock and signals.</summary>
    public static Task<ExitCode> RunAsync(ProgramWorld world)
    {
        PeerCommand command = new(arguments => RunAsync(world, arguments));
        return CommandLine.RunAsync(command.Root, world, new ProgramPages("mgen-peer", PeerCommand.Help));
    }

    private static Task<ExitCode> RunAsync(ProgramWorld world, PeerArguments arguments)
    {
        PeerLoadResult loaded = Read(world, arguments);
        PeerConfig[] users = [.. loaded.Users.Where(user => arguments.Run.Shard.Holds(user.User.Text))];
        string population =
            RunProvenance.FormatPopulation(users.Length, users.Sum(user => user.Conversations.Count))
            + arguments.Run.ShardText;
        return ConfiguredRun.RunAsync( // one listener per user; the number of connections depends on who dials
            world,
            "mgen-peer",
            arguments.Run,
            loaded.Errors,
            population,
            loaded.Users.Select(user => user.File).Append(arguments.Hosts),
            users.Length,
            output => new PeerRun(output, arguments, users, population).RunAsync()
        );
    }

    private static PeerLoadResult Read(ProgramWorld world, PeerArguments arguments)
    {
        using StepProgress progress = new(world, arguments.Run.Quiet, fewestSteps: 100);
        progress.Begin("reading configurations");
        return ConfigLoader.LoadPeers(arguments.Hosts, arguments.Configs, world.WorkingDirectory, progress.Report);
    }
}
