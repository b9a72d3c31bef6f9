using MGen.Cli;
using MGen.Messenger;
using MGen.Model.Configuration;
using MGen.Telemetry;

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

    private static async Task<ExitCode> RunAsync(ProgramWorld world, ClientArguments arguments)
    {
        LoadResult loaded = ConfigLoader.Load(arguments.Configs, world.WorkingDirectory);
        foreach (string problem in loaded.Errors.Select(error => error.ToString()).Concat(Unsupported(loaded.Users)))
            await world.Error.WriteLineAsync(problem);
        if (!loaded.IsValid || Unsupported(loaded.Users).Any())
            return ExitCode.Usage;
        if (!arguments.CheckOnly)
            return await RunAsync(world, arguments, await TakeShardAsync(world, arguments, loaded.Users));
        if (!arguments.Quiet)
            await world.Error.WriteLineAsync($"ok: {RunIdentity.Count(loaded.Users)}");
        return ExitCode.Ok;
    }

    /// <summary>All configurations are checked by each process; it runs its part of the users.</summary>
    private static async Task<IReadOnlyList<UserConfig>> TakeShardAsync(ProgramWorld world, ClientArguments arguments, IReadOnlyList<UserConfig> users)
    {
        if (arguments.Shard.Count == 1)
            return users;
        UserConfig[] part = [.. users.Where(user => arguments.Shard.Holds(user.User.Text))];
        if (!arguments.Quiet)
            await world.Error.WriteLineAsync($"shard     {arguments.Shard}   {RunIdentity.Count(part)}   of {users.Count} users");
        return part;
    }

    private static async Task<ExitCode> RunAsync(ProgramWorld world, ClientArguments arguments, IReadOnlyList<UserConfig> users)
    {
        try
        {
            using IDisposable? export = MetricsExport.Start(world.Environment, ClientSwarm.MeterName);
            return await new ClientRun(world, arguments, users).RunAsync();
        }
        catch (UriFormatException failure)
        {
            await world.Error.WriteLineAsync($"mgen-client: {failure.Message}");
            return ExitCode.Usage;
        }
    }

    private static IEnumerable<string> Unsupported(IEnumerable<UserConfig> users) =>
        users.Where(user => user.Socks is not null).Select(user => $"{user.File}: socks: proxies are not supported yet (got '{user.Socks}')");
}
