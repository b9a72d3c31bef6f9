using System.CommandLine;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Peers;
using MGen.Simulation.Populations;
using MGen.Simulation.Volumes;

namespace MGen.Tools.Checking;

/// <summary>The verb <c>check</c>: reads configurations as a run does, without starting anything.</summary>
internal static class CheckCommand
{
    private const string Examples = """
          # the configuration of every user, before a long run
          mgentools check 'clients/**/*.yaml'

          # a generated experiment, of clients or of peers
          mgentools check experiment

          # users without a server
          mgentools check --hosts samples/peer/hosts 'samples/peer/*.yaml'
        """;

    /// <summary>The parts of the help besides the options.</summary>
    public static readonly HelpPage Help = new(
        Examples,
        ExitTable.Create(
            "no configuration has an error",
            "bad usage, or errors in configurations",
            "the result cannot be written"
        )
    );

    public static Command Create(ProgramWorld world)
    {
        Argument<string[]> files = new("FILE")
        {
            Arity = ArgumentArity.OneOrMore,
            Description =
                "Configurations: paths, quoted globs with *, ?, [...] and **, or directories written by generate (with their hosts file)",
        };
        Option<string?> hosts = new("--hosts")
        {
            HelpName = "file",
            Description = "The files are of peers, who find each other by this hosts file",
        };
        Option<OutputFormat> format = FormatOption.Create();
        Command command = new(
            "check",
            "Check configurations of clients, or with --hosts of peers; report all errors with file, line and column."
        );
        command.Add(files);
        command.Add(hosts);
        command.Add(format);
        command.SetAction(result =>
            (int)Run(world, result.GetRequiredValue(files), result.GetValue(hosts), result.GetValue(format))
        );
        return command;
    }

    private static ExitCode Run(ProgramWorld world, IReadOnlyList<string> files, string? hosts, OutputFormat format)
    {
        ConfigSources sources = ConfigSources.Find(files, hosts, world.WorkingDirectory);
        using StepProgress progress = new(world);
        progress.Begin("reading configurations");
        if (sources.Hosts is { } found)
        {
            PeerLoadResult peers = ConfigLoader.LoadPeers(
                found,
                sources.Files,
                world.WorkingDirectory,
                progress.Report
            );
            progress.Dispose();
            return Print(
                world,
                peers.Errors,
                peers.Notes,
                CheckSummary.From(peers),
                () => new ConfiguredPopulation(peers.Users),
                format
            );
        }
        LoadResult clients = ConfigLoader.Load(sources.Files, world.WorkingDirectory, progress.Report);
        progress.Dispose();
        ExitCode code = Print(
            world,
            clients.Errors,
            clients.Notes,
            CheckSummary.From(clients),
            () => new ConfiguredPopulation(clients.Users),
            format
        );
        if (ConfigSources.LookLikePeers(clients.Errors))
            world.Error.WriteLine("these look like configurations of peers: check them with --hosts FILE");
        return code;
    }

    private static ExitCode Print(
        ProgramWorld world,
        IReadOnlyList<ConfigError> errors,
        IReadOnlyList<ConfigError> notes,
        CheckSummary summary,
        Func<ISimulatedPopulation> population,
        OutputFormat format
    )
    {
        foreach (ConfigError error in errors)
            world.Error.WriteLine(error);
        foreach (ConfigError note in notes)
            world.Error.WriteLine($"note: {note}");
        VolumeForecast? forecast =
            errors.Count == 0 && summary.Conversations > 0
                ? VolumeForecast.Create(population(), seed: 1, world.Stop)
                : null;
        CheckReport report = CheckReport.From(errors, notes, summary) with { Expected = forecast?.ToExpected() };
        world.WriteOutput(format == OutputFormat.Json ? report.ToJson() : summary.ToString());
        if (forecast is not null)
            PrintVolume(world, forecast);
        return errors.Count == 0 ? ExitCode.Ok : ExitCode.Usage;
    }

    /// <summary>Prints the forecast on stderr, since stdout contains only the result or the JSON.</summary>
    private static void PrintVolume(ProgramWorld world, VolumeForecast forecast)
    {
        world.Error.Write(VolumeText.Format(forecast));
        foreach (string warning in forecast.Warnings)
            world.Error.WriteLine($"warning: {warning}");
    }
}
