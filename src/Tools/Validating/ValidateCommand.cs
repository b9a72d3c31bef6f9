using System.CommandLine;
using System.Globalization;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.EventLog;
using MGen.Export;
using MGen.Model.Configuration;
using MGen.Model.Conversations;
using MGen.Population;
using MGen.Population.Experiments;
using MGen.Simulation;
using MGen.Simulation.Events;
using MGen.Simulation.Populations;
using MGen.Tools.Generating;
using MGen.Tools.Simulating;
using MGen.Validation;

namespace MGen.Tools.Validating;

/// <summary>The verb <c>validate</c>: compares a population or a run with published facts on how people chat.</summary>
internal sealed class ValidateCommand
{
    private const string Examples = """
          # a drawn population, simulated for a week
          mgentools validate --users 1000 --models models

          # a run: its event logs, live, of Shadow or simulated
          mgentools validate runs/first

          # the same on the page of the run's report
          mgentools validate runs/first --format json > facts.json
          mgentools report runs/first --facts facts.json
        """;

    /// <summary>The parts of the help besides the options.</summary>
    public static readonly HelpPage Help = new(
        Examples,
        ExitTable.Create(
            "compared; with --fail-on-miss, every fact is met",
            "bad usage, or an error in a table, model or log",
            "a file cannot be read, or the result cannot be written",
            "a log was not read completely; with --fail-on-miss also: a fact is not met",
            interrupted: "interrupted; no result"
        )
    );

    private readonly ProgramWorld _world;

    private readonly Argument<string[]> _logs = new("RUN")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "Event logs of clients or peers, or directories with them; or else give --users",
    };

    private readonly GenerateOptions _population = new();

    private readonly Option<TimeSpan?> _duration = DurationOption.Create(
        "--duration",
        "With --users: simulated time (default: 7d)"
    );

    private readonly Option<bool> _failOnMiss = new("--fail-on-miss")
    {
        Description = "Exit code 4 if a fact is not met",
    };

    private readonly Option<bool> _quiet = new("--quiet") { Description = "No progress on stderr" };

    private readonly Option<OutputFormat> _format = FormatOption.Create();

    private ValidateCommand(ProgramWorld world) => _world = world;

    public static Command Create(ProgramWorld world)
    {
        ValidateCommand validate = new(world);
        validate._population.Users.Description = "Draw this many users and simulate them, instead of reading a RUN";
        Command command = new(
            "validate",
            "Compare a population or a run with published facts on how people chat (docs/VALIDATE.md)."
        )
        {
            validate._logs,
        };
        command.AddGroup("People without logs", [.. validate.PopulationOptions(), validate._duration]);
        command.AddGroup("Output", [validate._failOnMiss, validate._format, validate._quiet]);
        command.Validators.Add(validate.Check);
        command.SetAction(given => (int)validate.Run(given));
        return command;
    }

    private void Check(System.CommandLine.Parsing.CommandResult result)
    {
        bool isDrawn = IsGiven(_population.Users);
        if (isDrawn == result.GetResult(_logs) is { Tokens.Count: > 0 })
            result.AddError(
                isDrawn ? "RUN and --users contradict each other" : "no users to validate: give RUN or --users"
            );
        else if (
            !isDrawn
            && PopulationOptions()
                .Append(_duration)
                .FirstOrDefault(option => option != _population.Start && IsGiven(option))
                is { } stray
        )
            result.AddError($"{stray.Name} requires --users");

        bool IsGiven(Option option) => result.GetResult(option) is { Implicit: false };
    }

    private IEnumerable<Option> PopulationOptions() =>
        [
            _population.Users,
            _population.Dyads,
            _population.Groups,
            _population.GroupSizes,
            _population.GroupSizesOf,
            _population.Models,
            _population.Lively,
            _population.InitialWait,
            _population.AsOriginal,
            _population.Seed,
            _population.Rhythm,
            _population.Start,
        ];

    private ExitCode Run(ParseResult given)
    {
        try
        {
            return given.GetValue(_population.Users) is null ? ValidateLogs(given) : ValidatePopulation(given);
        }
        catch (ExportException failure)
        {
            return Fail(failure.Message, ExitCode.Usage);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Fail(failure.Message, ExitCode.CouldNotStart);
        }
        catch (OperationCanceledException) when (_world.Stop.IsCancellationRequested)
        {
            return Fail("interrupted: no result", ExitCode.Interrupted);
        }
    }

    private ExitCode ValidateLogs(ParseResult given)
    {
        string[] inputs = given.GetValue(_logs)!;
        LogExport logs = new(inputs, _world.WorkingDirectory);
        ConversationRecord record = new(ClockOffset(given, epoch: null));
        LogAccount account;
        long startedAt = _world.Clock.GetTimestamp();
        using (
            new ProgressLine(
                _world,
                () => ReadingText(logs.Progress, _world.Clock.GetElapsedTime(startedAt)),
                given.GetValue(_quiet)
            )
        )
            account = logs.Read((in LogEvent item) => record.Take(item), _world.Stop);
        foreach (string problem in account.Problems)
            _world.Error.WriteLine(problem);
        return Print(given, record, string.Join(", ", inputs), allRead: account.Rejected == 0);
    }

    private ExitCode ValidatePopulation(ParseResult given)
    {
        List<ConfigError> errors = [];
        DateTime start = given.GetValue(_population.Start) ?? SimulationOptions.DefaultEpoch.UtcDateTime;
        string? rhythmFile = StartOption.RhythmFile(
            given.GetValue(_population.Rhythm),
            given,
            _population,
            _world.WorkingDirectory
        );
        Rhythm? rhythm = StartOption.ReadRhythm(rhythmFile, _world.WorkingDirectory, errors)?.StartingAt(start);
        GenerateTaskReader reader = new(_population, given, _world.WorkingDirectory);
        PopulationRequest? request = reader.ReadRequest(rhythm);
        foreach (string error in errors.Select(error => error.ToString()).Concat(reader.Errors))
            _world.Error.WriteLine(error);
        if (request is null || errors.Count > 0 || reader.Errors.Any())
            return ExitCode.Usage;
        SimulationOptions options = new()
        {
            Seed = request.Seed,
            Duration = given.GetValue(_duration) ?? TimeSpan.FromDays(7),
            Threads = Environment.ProcessorCount,
        };
        RecordSink sink = new(new ConversationRecord(ClockOffset(given, options.Epoch)));
        bool isQuiet = given.GetValue(_quiet);
        Simulator simulator = new(Draw(request, given.GetValue(_population.AsOriginal), rhythm, isQuiet), options);
        using (isQuiet ? null : new SimulateProgress(_world, simulator, options.Duration))
            simulator.Run(sink, _world.Stop);
        return Print(
            given,
            sink.Record,
            string.Create(CultureInfo.InvariantCulture, $"{request.Users:N0} users, seed {request.Seed}"),
            allRead: true
        );
    }

    private GeneratedPopulation Draw(PopulationRequest request, bool asOriginal, Rhythm? rhythm, bool isQuiet)
    {
        using StepProgress progress = new(_world, isQuiet);
        UserPopulation drawn = PopulationDraw.Draw(request, step => progress.Begin(step), _world.Stop).Population;
        return new GeneratedPopulation(drawn, new ExperimentOptions { Layout = default }.Bootstrap, asOriginal, rhythm);
    }

    private static string ReadingText(LogProgress progress, TimeSpan elapsed)
    {
        double done = progress.BytesRead / Math.Max(1.0, progress.BytesTotal);
        return string.Create(CultureInfo.InvariantCulture, $"{100 * done:F0} % read{TimeLeft.Format(elapsed, done)}");
    }

    /// <summary>
    /// Returns what is added to the log's time of day to get the users' time of day; zero without <c>--start</c>.
    /// </summary>
    /// <param name="given">The command line.</param>
    /// <param name="epoch">When the log begins; <c>null</c>: at 0 h, as simulated logs do by default.</param>
    private TimeSpan ClockOffset(ParseResult given, DateTimeOffset? epoch) =>
        given.GetValue(_population.Start) is { } start
            ? start.TimeOfDay - (epoch ?? SimulationOptions.DefaultEpoch).TimeOfDay
            : TimeSpan.Zero;

    private ExitCode Print(ParseResult given, ConversationRecord record, string subject, bool allRead)
    {
        FactCheck validation = PublishedFacts.Validate(record.Complete(), subject, ProgramVersion.Text);
        _world.WriteOutput(
            given.GetValue(_format) == OutputFormat.Json ? validation.ToJson() : ValidationText.Format(validation)
        );
        bool isMissed = validation.Count(FactResult.Fail) > 0 && given.GetValue(_failOnMiss);
        return isMissed || !allRead ? ExitCode.CheckFailed : ExitCode.Ok;
    }

    private ExitCode Fail(string message, ExitCode code)
    {
        _world.Error.WriteLine($"mgentools validate: {message}");
        return code;
    }

    /// <summary>A sink that adds a simulation's events to a record.</summary>
    private sealed class RecordSink(ConversationRecord record) : IEventSink
    {
        public ConversationRecord Record => record;

        public void Write(in LogEvent item) => record.Take(item);
    }
}
