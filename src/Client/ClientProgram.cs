using MGen.Cli;
using MGen.Model.Configuration;
using MGen.Runs;

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
        return CommandLine.RunAsync(command.Root, world, ClientCommand.Examples);
    }

    private static Task<ExitCode> RunAsync(ProgramWorld world, ClientArguments arguments)
    {
        LoadResult loaded = ConfigLoader.Load(arguments.Configs, world.WorkingDirectory);
        // Each process of a sharded run validates all configurations but runs only its share of the users.
        UserConfig[] users = [.. loaded.Users.Where(user => arguments.Run.Shard.Holds(user.User.Text))];
        int conversations = users.Sum(user => user.Conversations.Count); // one connection each
        string population = RunIdentity.Count(users.Length, conversations) + arguments.Run.ShardText;
        return ConfiguredRun.RunAsync(
            world, "mgen-client", arguments.Run, loaded.Errors, population, conversations, () => new ClientRun(world, arguments, users, population).RunAsync());
    }
}
