using System.CommandLine;
using MGen.Cli;
using MGen.Model.Configuration;
using MGen.Simulation.Latencies;
using MGen.Simulation.Populations;

namespace MGen.Tools.Simulating;

/// <summary>The verb <c>simulate</c>: runs configurations in virtual time.</summary>
internal static class SimulateCommand
{
    /// <summary>For the verb's help.</summary>
    public const string Examples =
        """
          # the event log of an hour, as mgen-client would write it
          mgentools simulate 'clients/*.yaml' --seed 7 > run.log

          # a day of a generated experiment, only the statistics
          mgentools simulate experiment --duration 24h --stats-only --format json

          # latencies as they were measured, and attachments at 1 MB/s
          mgentools simulate 'clients/*.yaml' --log run.log --attachment-rate 1MB \
            --latency rtt_all.mgen.json --latency-of round-trip
        """;

    public static Command Create(ProgramWorld world)
    {
        SimulateOptions grammar = new();
        Command command = new("simulate", "Run conversations in virtual time: the event log of hours in seconds (docs/SIMULATE.md).");
        grammar.AddTo(command);
        command.SetAction(async (given, _) => (int)await RunAsync(world, grammar.ArgumentsOf(given)));
        return command;
    }

    private static async Task<ExitCode> RunAsync(ProgramWorld world, SimulateArguments arguments)
    {
        List<ConfigError> errors = [];
        LatencyModel? latency = LatencyReader.Read(arguments, world.WorkingDirectory, errors);
        LoadResult loaded = ConfigLoader.Load([.. arguments.Configs.Select(path => FilesOf(path, world.WorkingDirectory))], world.WorkingDirectory);
        foreach (ConfigError error in errors.Concat(loaded.Errors))
            await world.Error.WriteLineAsync(error.ToString());
        if (latency is null || !loaded.IsValid)
            return ExitCode.Usage;
        return await new SimulateRun(world, arguments, new ConfiguredPopulation(loaded.Users), latency).RunAsync();
    }

    /// <summary>A directory stands for the users in it; a generated one has them all in one place.</summary>
    private static string FilesOf(string path, string workingDirectory)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) || !Directory.Exists(Path.GetFullPath(path, workingDirectory)))
            return path;
        foreach (string users in new[] { "users", Path.Combine("shadow.data.template", "hosts") })
        {
            if (Directory.Exists(Path.GetFullPath(Path.Combine(path, users), workingDirectory)))
                return Path.Combine(path, users, "**", "*.yaml");
        }
        return Path.Combine(path, "**", "*.yaml");
    }
}
