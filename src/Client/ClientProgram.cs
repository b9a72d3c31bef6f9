using MGen.Cli;
using MGen.Cli.Help;
using MGen.Model.Configuration;
using MGen.SwarmHosting;

namespace MGen.Client;

/// <summary>
/// <c>mgen-client</c>: reads the users' configurations, runs their conversations and prints a summary.
/// </summary>
internal static class ClientProgram
{
    /// <summary>Runs the program with the given arguments, console, clock and signals.</summary>
    public static Task<ExitCode> RunAsync(ProgramWorld world)
    {
        ClientCommand command = new(arguments => RunAsync(world, arguments));
        return CommandLine.RunAsync(command.Root, world, new ProgramPages("mgen-client", ClientCommand.Help));
    }

    private static Task<ExitCode> RunAsync(ProgramWorld world, ClientArguments arguments)
    {
        LoadResult loaded = Read(world, arguments);
        // Each process of a sharded run validates all configurations but runs only its share of the users.
        UserConfig[] users = [.. loaded.Users.Where(user => arguments.Run.Shard.Holds(user.User.Text))];
        int conversations = users.Sum(user => user.Conversations.Count); // one connection each
        string population = RunProvenance.FormatPopulation(users.Length, conversations) + arguments.Run.ShardText;
        return ConfiguredRun.RunAsync(
            world,
            "mgen-client",
            arguments.Run,
            loaded.Errors,
            population,
            conversations,
            output => new ClientRun(output, arguments, users, population).RunAsync()
        );
    }

    private static LoadResult Read(ProgramWorld world, ClientArguments arguments)
    {
        using StepProgress progress = new(world, arguments.Run.Quiet);
        progress.Begin("reading configurations");
        return ConfigLoader.Load(arguments.Configs, world.WorkingDirectory, progress.Report);
    }
}
