using System.Buffers.Binary;
using System.CommandLine;
using System.Security.Cryptography;
using MGen.Cli;
using MGen.Model.Configuration;
using MGen.Population;
using MGen.Population.Experiments;
using MGen.Simulation.Latencies;
using MGen.Simulation.Populations;
using MGen.Tools.Generating;

namespace MGen.Tools.Simulating;

/// <summary>The verb <c>simulate</c>: runs configurations, or a population that it draws itself, in virtual time.</summary>
internal sealed class SimulateCommand(ProgramWorld world)
{
    /// <summary>For the verb's help.</summary>
    public const string Examples =
        """
          # the event log of an hour, as mgen-client would write it
          mgentools simulate 'clients/*.yaml' --seed 7 > run.log

          # a day of a generated experiment, only the statistics
          mgentools simulate experiment --duration 24h --stats-only --format json

          # ten thousand users without any files
          mgentools simulate --users 10000 --stats-only

          # latencies as they were measured, and attachments at 1 MB/s
          mgentools simulate 'clients/*.yaml' --log run.log --attachment-rate 1MB \
            --latency results/analysis.json
        """;

    private readonly SimulateOptions _grammar = new();

    public Command Create()
    {
        Command command = new("simulate", "Run conversations in virtual time: the event log of hours in seconds (docs/SIMULATE.md).");
        _grammar.AddTo(command);
        command.SetAction(async (given, _) => (int)await RunAsync(given));
        return command;
    }

    private async Task<ExitCode> RunAsync(ParseResult given)
    {
        SimulateArguments arguments = _grammar.ArgumentsOf(given);
        arguments = arguments with { Seed = arguments.Seed ?? BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong))) };
        List<ConfigError> errors = [];
        LatencyModel? latency = LatencyReader.Read(arguments, world.WorkingDirectory, errors);
        CheckDirectory(arguments, errors);
        List<string> problems = [.. errors.Select(error => error.ToString())];
        Func<ISimulatedPopulation>? population = arguments.Configs.Count > 0 ? ReadConfigs(arguments, problems) : ReadRequest(given, arguments, problems);
        foreach (string problem in problems)
            await world.Error.WriteLineAsync(problem);
        return problems.Count > 0 ? ExitCode.Usage : await new SimulateRun(world, arguments, population!, latency!).RunAsync();
    }

    private void CheckDirectory(SimulateArguments arguments, List<ConfigError> errors)
    {
        if (arguments.TemporaryDirectory is { } path && !Directory.Exists(Path.GetFullPath(path, world.WorkingDirectory)))
            errors.Add(new ConfigError("--temp-dir", 0, 0, "", "there is no such directory", path, null, null));
    }

    private Func<ISimulatedPopulation> ReadConfigs(SimulateArguments arguments, List<string> problems)
    {
        LoadResult loaded = ConfigLoader.Load([.. arguments.Configs.Select(FilesOf)], world.WorkingDirectory);
        problems.AddRange(loaded.Errors.Select(error => error.ToString()));
        return () => new ConfiguredPopulation(loaded.Users);
    }

    /// <summary>Drawing takes a while: it is left to the run, which may be interrupted.</summary>
    private Func<ISimulatedPopulation> ReadRequest(ParseResult given, SimulateArguments arguments, List<string> problems)
    {
        GenerateTaskReader reader = new(_grammar.Population, given, world.WorkingDirectory);
        PopulationRequest? request = reader.ReadRequest();
        problems.AddRange(reader.Errors);
        TimeSpan bootstrap = given.GetValue(_grammar.Population.Bootstrap) ?? new ExperimentOptions { Layout = default }.Bootstrap;
        bool asOriginal = given.GetValue(_grammar.Population.AsOriginal);
        return () => new GeneratedPopulation(PopulationDraw.Draw(request! with { Seed = arguments.Seed!.Value }, stop: world.Stop).Population, bootstrap, asOriginal);
    }

    /// <summary>A directory stands for the users in it; a generated one has them all in one place.</summary>
    private string FilesOf(string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) || !Directory.Exists(Path.GetFullPath(path, world.WorkingDirectory)))
            return path;
        foreach (string users in new[] { "users", Path.Combine("shadow.data.template", "hosts") })
        {
            if (Directory.Exists(Path.GetFullPath(Path.Combine(path, users), world.WorkingDirectory)))
                return Path.Combine(path, users, "**", "*.yaml");
        }
        return Path.Combine(path, "**", "*.yaml");
    }
}
