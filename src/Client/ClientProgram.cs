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
        foreach (ConfigError error in loaded.Errors)
            await world.Error.WriteLineAsync(error.ToString());
        if (!loaded.IsValid)
            return ExitCode.Usage;
        if (!arguments.CheckOnly)
            return await RunAsync(world, arguments, loaded.Users);
        if (!arguments.Quiet)
            await world.Error.WriteLineAsync($"ok: {RunIdentity.Count(loaded.Users)}");
        return ExitCode.Ok;
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
}
