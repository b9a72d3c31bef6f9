using System.Buffers.Binary;
using System.CommandLine;
using System.Security.Cryptography;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Peers;
using MGen.Model.Conversations;
using MGen.Population;
using MGen.Population.Experiments;
using MGen.Simulation.Latencies;
using MGen.Simulation.Populations;
using MGen.Tools.Exporting;
using MGen.Tools.Generating;
using MGen.Wire;

namespace MGen.Tools.Simulating;

/// <summary>The verb <c>simulate</c>: runs configurations, or a population drawn in memory, in virtual time.</summary>
internal sealed class SimulateCommand(ProgramWorld world)
{
    private const string Examples = """
          # the event log of an hour, as mgen-client would write it
          mgentools simulate 'clients/*.yaml' --seed 7 > run.log

          # a day of a generated experiment, statistics only
          mgentools simulate experiment --duration 24h --stats-only --format json

          # users without a server, as mgen-peer takes them
          mgentools simulate --hosts samples/peer/hosts 'samples/peer/*.yaml'

          # ten thousand users without any files
          mgentools simulate --users 10000 --stats-only

          # packets of all users and the ground truth, without an event log
          mgentools simulate --users 100 --duration 8h \
            --export pcapng=day.pcapng --export truth=truth

          # measured latencies, and attachments at 1 MB/s
          mgentools simulate 'clients/*.yaml' --log run.log --attachment-rate 1MB \
            --latency results/analysis.json
        """;

    /// <summary>The parts of the help besides the options.</summary>
    public static readonly HelpPage Help = new(
        Examples,
        ExitTable.Create(
            "simulated",
            "bad usage or configuration; nothing was simulated",
            "an output cannot be written",
            "simulated, but lines of the event log were lost",
            "simulated, but no person is observed, so the exports contain no traffic",
            interrupted: "interrupted before its end; the output is incomplete"
        )
    );

    private readonly SimulateOptions _grammar = new();

    public Command Create()
    {
        Command command = new(
            "simulate",
            "Run conversations in virtual time: the event log of hours in seconds (docs/SIMULATE.md)."
        );
        _grammar.AddTo(command, world.WorkingDirectory);
        command.SetAction(async (given, _) => (int)await RunAsync(given));
        return command;
    }

    private async Task<ExitCode> RunAsync(ParseResult given)
    {
        SimulateArguments arguments = _grammar.Read(given, world.WorkingDirectory);
        bool isSeedGiven = arguments.Seed is not null;
        arguments = arguments with
        {
            Seed =
                arguments.Seed
                ?? BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong))),
        };
        List<ConfigError> errors = [];
        Rhythm? rhythm = StartOption
            .ReadRhythm(
                StartOption.RhythmFile(arguments.RhythmFile, given, _grammar.Population, world.WorkingDirectory),
                world.WorkingDirectory,
                errors
            )
            ?.StartingAt(arguments.Start);
        LatencyModel? latency = LatencyReader.Read(arguments, world.WorkingDirectory, errors);
        CheckDirectory(arguments, errors);
        List<string> problems = [.. errors.Select(error => error.ToString())];
        SimulatedUsers users =
            arguments.Configs.Count > 0
                ? ReadConfigs(arguments, isSeedGiven, problems)
                : ReadRequest(given, arguments, isSeedGiven, rhythm, problems);
        foreach (string problem in problems)
            await world.Error.WriteLineAsync(problem);
        if (problems.Count > 0)
            return ExitCode.Usage;
        if (isSeedGiven && users.Seed.Source == SeedSource.Files)
            await world.Error.WriteLineAsync("warning: --seed has no effect, because every file states its own seed");
        if (arguments.Export is { } export && users.Wire is { } wire)
            arguments = arguments with { Export = export with { Warnings = [.. wire.Contradictions(export)] } };
        return await new SimulateRun(world, arguments, users, latency!).RunAsync();
    }

    private void CheckDirectory(SimulateArguments arguments, List<ConfigError> errors)
    {
        if (
            arguments.TemporaryDirectory is { } path
            && !Directory.Exists(Path.GetFullPath(path, world.WorkingDirectory))
        )
            errors.Add(new ConfigError("--temp-dir", 0, 0, "", "there is no such directory", path, null, null));
    }

    private SimulatedUsers ReadConfigs(SimulateArguments arguments, bool isSeedGiven, List<string> problems)
    {
        ConfigSources sources = ConfigSources.Find(arguments.Configs, arguments.Hosts, world.WorkingDirectory);
        using StepProgress progress = new(world, arguments.Quiet);
        progress.Begin("reading configurations");
        if (sources.Hosts is { } hosts)
            return ReadPeers(hosts, sources.Files, arguments, isSeedGiven, problems, progress.Report);
        LoadResult loaded = ConfigLoader.Load(sources.Files, world.WorkingDirectory, progress.Report);
        problems.AddRange(loaded.Errors.Select(error => error.ToString()));
        CheckOutputs(arguments, loaded.Users.Select(user => user.File), problems);
        if (ConfigSources.LookLikePeers(loaded.Errors))
            problems.Add("these look like configurations of peers: give --hosts FILE");
        return new SimulatedUsers(
            () => new ConfiguredPopulation(RhythmStart.Apply(loaded.Users, arguments.Start)),
            SeedUse.From(arguments, isSeedGiven, loaded.Users)
        )
        {
            Wire = WireSettings.From(loaded.Users),
        };
    }

    private SimulatedUsers ReadPeers(
        string hosts,
        IReadOnlyList<string> files,
        SimulateArguments arguments,
        bool isSeedGiven,
        List<string> problems,
        Action<long, long> progress
    )
    {
        PeerLoadResult loaded = ConfigLoader.LoadPeers(hosts, files, world.WorkingDirectory, progress);
        problems.AddRange(
            loaded.Errors.Concat(PeerRules.MissingRecipients(loaded.Users)).Select(error => error.ToString())
        );
        problems.AddRange(PeerRules.StrayOptions(arguments));
        CheckOutputs(arguments, loaded.Users.Select(user => user.File).Append(hosts), problems);
        return new SimulatedUsers(
            () => new ConfiguredPopulation(RhythmStart.Apply(loaded.Users, arguments.Start)),
            SeedUse.From(arguments, isSeedGiven, loaded.Users)
        );
    }

    private void CheckOutputs(SimulateArguments arguments, IEnumerable<string> inputs, List<string> problems)
    {
        IEnumerable<(string, string?)> outputs = (arguments.Export?.Targets ?? [])
            .Select(target => ("--export", (string?)target.Path))
            .Prepend(("--log", arguments.LogFile));
        if (OutputFiles.ExplainOverlap(outputs, inputs, world.WorkingDirectory) is { } overlap)
            problems.Add(overlap);
    }

    /// <summary>
    /// Reads the request for a population. The run draws the population, because drawing takes long and must be
    /// interruptible.
    /// </summary>
    private SimulatedUsers ReadRequest(
        ParseResult given,
        SimulateArguments arguments,
        bool isSeedGiven,
        Rhythm? rhythm,
        List<string> problems
    )
    {
        GenerateTaskReader reader = new(_grammar.Population, given, world.WorkingDirectory);
        PopulationRequest? request = reader.ReadRequest(rhythm);
        problems.AddRange(reader.Errors);
        TimeSpan bootstrap =
            given.GetValue(_grammar.Population.Bootstrap) ?? new ExperimentOptions { Layout = default }.Bootstrap;
        bool asOriginal = given.GetValue(_grammar.Population.AsOriginal);
        return new SimulatedUsers(
            () =>
                new GeneratedPopulation(
                    PopulationDraw.Draw(request! with { Seed = arguments.Seed!.Value }, stop: world.Stop).Population,
                    bootstrap,
                    asOriginal,
                    rhythm
                ),
            SeedUse.From(arguments, isSeedGiven)
        )
        {
            Fitted = request?.Volumes,
            Wire = asOriginal ? WireSettings.Original : null,
        };
    }
}

/// <summary>Checks that apply only to a simulation of peers.</summary>
internal static class PeerRules
{
    /// <summary>
    /// Returns an error for each recipient without a configuration. Unlike <c>mgen-peer</c>, which may run a part of an
    /// experiment, a simulation needs all peers: messages to missing ones would be lost silently.
    /// </summary>
    public static IEnumerable<ConfigError> MissingRecipients(IReadOnlyList<PeerConfig> users)
    {
        HashSet<Identifier> known = [.. users.Select(user => user.User)];
        return from user in users
            from conversation in user.Conversations
            from recipient in conversation.Recipients
            where !known.Contains(recipient.User)
            let at = conversation.Position
            select new ConfigError(
                at.File,
                at.Line,
                at.Column,
                "recipients",
                "has no file among these, but a simulation needs all peers",
                recipient.User.Text,
                null,
                null
            );
    }

    /// <summary>Returns an error for each option that applies only to clients.</summary>
    public static IEnumerable<string> StrayOptions(SimulateArguments arguments)
    {
        (string Name, bool IsGiven, string Why)[] options =
        [
            ("--connect-time", arguments.ConnectTime > TimeSpan.Zero, "between peers, --latency is the only delay"),
            ("--registration", arguments.Registration > TimeSpan.Zero, "peers do not register with a server"),
            (
                "--attachment-rate",
                double.IsFinite(arguments.AttachmentBytesPerSecond),
                "peers send attachments inside messages, without a web server"
            ),
            ("--stagger-scale", arguments.StaggerScale is < 1 or > 1, "peers start without a stagger"),
            (
                "--export of maybenot, npz or pcapng",
                arguments.Export is { } export && WireSettings.ConsistsOfRecords(export),
                "peers speak plain TCP, without TLS records"
            ),
        ];
        return options
            .Where(option => option.IsGiven)
            .Select(option => $"{option.Name} applies to clients only: {option.Why}");
    }
}
