using MGen.Cli;
using MGen.Model.Configuration;
using MGen.Runs;

namespace MGen.Client;

/// <summary><c>mgen-client</c>: reads the users' configurations, runs their conversations, and tells how it went.</summary>
internal static class ClientProgram
{
    /// <summary>Runs the program in a world of its own.</summary>
    public static Task<ExitCode> RunAsync(ProgramWorld world)
    {
        ClientCommand command = new(arguments => RunAsync(world, arguments));
        return CommandLine.RunAsync(command.Root, world, ClientCommand.Examples);
    }

    private static Task<ExitCode> RunAsync(ProgramWorld world, ClientArguments arguments)
    {
        LoadResult loaded = ConfigLoader.Load(arguments.Configs, world.WorkingDirectory);
        string population = RunIdentity.Count(loaded.Users.Count, loaded.Users.Sum(user => user.Conversations.Count));
        return ConfiguredRun.RunAsync(
            world, "mgen-client", arguments.Run, loaded.Errors, population, () => new ClientRun(world, arguments, loaded.Users, population).RunAsync());
    }
}
