using System.CommandLine;
using System.Globalization;
using MGen.Model.Configuration;
using MGen.Model.Conversations;
using MGen.Population;
using MGen.Population.Behaviours;
using MGen.Population.Distributions;
using MGen.Population.Experiments;
using MGen.Simulation.Populations;

namespace MGen.Tools.Generating;

/// <summary>
/// Understands a command line, and reads the tables and fits that it names. Everything that is wrong is noted before
/// anything is drawn.
/// </summary>
internal sealed class GenerateTaskReader(GenerateOptions grammar, ParseResult given, string workingDirectory)
{
    /// <summary>Smallest group that is no dyad.</summary>
    private const int LeastGroup = 3;

    /// <summary>In a simulation one process for so many users is a fair share of a machine.</summary>
    private const int UsersPerHost = 100;

    /// <summary>
    /// Users start half a minute before a registration phase ends, and what they send before its end is not relayed.
    /// </summary>
    private static readonly TimeSpan AfterRegistration = TimeSpan.FromSeconds(35);

    private readonly List<ConfigError> _errors = [];
    private readonly List<string> _notes = [];

    /// <summary>What is wrong, as lines for a person.</summary>
    public IEnumerable<string> Errors => _errors.Select(error => error.ToString());

    /// <summary>The task; <c>null</c> if there are <see cref="Errors"/>.</summary>
    public GenerateTask? Read()
    {
        ExperimentOptions options = ReadOptions();
        PopulationRequest? request = ReadRequest(options.Start is { } start ? options.Rhythm?.StartingAt(start) : null);
        string? directory = given.GetValue(grammar.Out);
        bool dryRun = given.GetValue(grammar.DryRun);
        if (directory is null && !dryRun)
            Reject("--out", "is required, unless there is --dry-run");
        else if (
            directory is not null
            && !dryRun
            && new OutputDirectory(FullPath(directory)).Problem(given.GetValue(grammar.Force)) is { } problem
        )
            Reject(directory, problem);
        if (request is null || _errors.Count > 0)
            return null;
        return new GenerateTask
        {
            Request = request,
            Options = options,
            Manifest = Describe(request, options),
            Out = dryRun ? null : directory,
            Force = given.GetValue(grammar.Force),
            Threads = given.GetValue(grammar.Jobs) ?? Environment.ProcessorCount,
            Quiet = given.GetValue(grammar.Quiet),
            Format = given.GetValue(grammar.Format),
            Notes = _notes,
        };
    }

    private string? RhythmFile =>
        StartOption.RhythmFile(given.GetValue(grammar.Rhythm), given, grammar, workingDirectory);

    /// <summary>Only what to draw; <c>null</c> if there are <see cref="Errors"/>.</summary>
    /// <param name="rhythm">The clock of idle times, at the start of the run; <c>null</c>: none, or the start is not
    /// known.</param>
    public PopulationRequest? ReadRequest(Rhythm? rhythm)
    {
        CountDistribution? dyads = ReadLaw(grammar.Dyads, ExampleDistribution.Dyads);
        CountDistribution? groups = ReadLaw(grammar.Groups, ExampleDistribution.Groups);
        CountDistribution? sizes = FromLeastGroup(ReadLaw(grammar.GroupSizes, ExampleDistribution.GroupSizes));
        IReadOnlyList<BehaviourModel> models = ReadModels();
        GroupRates? rates = given.GetValue(grammar.Models) is { } directory
            ? GroupRates.Read(directory, workingDirectory, _errors)
            : null;
        int? users = given.GetValue(grammar.Users);
        if (users is null)
            Reject("--users", "is required");
        if (dyads is null || groups is null || sizes is null || models.Count == 0 || users is null)
            return null;
        bool asOriginal = given.GetValue(grammar.AsOriginal);
        PopulationRequest request = new()
        {
            Users = users.Value,
            Seed = given.GetValue(grammar.Seed) ?? 1,
            Dyads = dyads,
            Groups = groups,
            GroupSizes = sizes,
            SizeView = GenerateNames.Meaning(GenerateNames.SizeViews, given.GetValue(grammar.GroupSizesOf)),
            // The original's generator knows no classes of size.
            Models = asOriginal ? [.. models.Select(model => model.WithoutClasses())] : models,
            Rates = asOriginal ? null : rates,
            Hosts = given.GetValue(grammar.Hosts) ?? DefaultHosts(users.Value),
            Tors = Math.Max(1, given.GetValue(grammar.Tors) ?? 0),
            Servers = given.GetValue(grammar.Servers) ?? 1,
            WaitRule = ReadWaitRule(asOriginal),
            StartDraw = new BurnIn(asOriginal, rhythm),
            SilentWait = given.GetValue(grammar.SilentWait) ?? TimeSpan.FromHours(1),
            DormantAfter = given.GetValue(grammar.DropDormant) ?? (asOriginal ? TimeSpan.FromHours(1) : null),
        };
        foreach (string problem in PopulationDraw.Check(request))
            Reject("population", problem);
        return request;
    }

    private IReadOnlyList<BehaviourModel> ReadModels()
    {
        bool isLively = given.GetValue(grammar.Lively);
        if (given.GetValue(grammar.Models) is not { } directory)
            return [isLively ? BehaviourLibrary.Lively() : BehaviourLibrary.Example()];
        if (isLively)
            Reject("--lively", "contradicts --models, which says how people behave");
        return BehaviourLibrary.Load(directory, workingDirectory, _errors);
    }

    private InitialWaitRule ReadWaitRule(bool asOriginal)
    {
        string? word = given.GetValue(grammar.InitialWait);
        return asOriginal && word is null
            ? InitialWaitRule.Original
            : GenerateNames.Meaning(GenerateNames.WaitRules, word);
    }

    private CountDistribution? ReadLaw(Option<string?> option, ExampleDistribution example) =>
        given.GetValue(option) is { } path
            ? CountDistributionReader.Read(path, workingDirectory, _errors)
            : CountDistributionReader.Example(example);

    /// <summary>The law without sizes below three, which are dyads and have a table of their own.</summary>
    private CountDistribution? FromLeastGroup(CountDistribution? law)
    {
        if (law is null)
            return null;
        string file = given.GetValue(grammar.GroupSizes) ?? grammar.GroupSizes.Name;
        CountDistribution? groups = law.Within(LeastGroup, int.MaxValue);
        if (groups is null)
            Reject(file, $"has no size from {LeastGroup}");
        else if (law.Values[0] < LeastGroup)
            _notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{file}: sizes below {LeastGroup} ({1 - law.ShareWithin(LeastGroup, int.MaxValue):P1} of the table) are no groups, and left out"
                )
            );
        return groups;
    }

    private int DefaultHosts(int users) =>
        ReadLayout() is ExperimentLayout.Client or ExperimentLayout.Peer ? 1 : ((users - 1) / UsersPerHost) + 1;

    private ExperimentLayout ReadLayout() =>
        GenerateNames.Meaning(GenerateNames.Layouts, given.GetValue(grammar.Layout));

    private ExperimentOptions ReadOptions()
    {
        ExperimentOptions defaults = new() { Layout = ReadLayout() };
        TimeSpan registration = given.GetValue(grammar.Registration) ?? defaults.Registration;
        ExperimentOptions options = defaults with
        {
            Tors = given.GetValue(grammar.Tors) ?? 0,
            Bootstrap =
                given.GetValue(grammar.Bootstrap)
                ?? (registration > TimeSpan.Zero ? AfterRegistration : defaults.Bootstrap),
            Retry = given.GetValue(grammar.Retry) ?? defaults.Retry,
            Duration = given.GetValue(grammar.Duration) ?? defaults.Duration,
            Registration = registration,
            FirstPort = given.GetValue(grammar.FirstPort) ?? defaults.FirstPort,
            AsOriginal = given.GetValue(grammar.AsOriginal),
            Rhythm = StartOption.ReadRhythm(RhythmFile, workingDirectory, _errors),
            Start = given.GetValue(grammar.Start),
            Base = given.GetValue(grammar.Base) is { } path ? FullPath(path) : null,
        };
        CheckNetwork(options);
        if (
            options is { IsShadow: false, IsPeer: false }
            && options.FirstPort + (2 * (given.GetValue(grammar.Servers) ?? 1)) > 65_536
        )
            Reject("--servers", "would need ports above 65535: lower --first-port");
        return options;
    }

    private void CheckNetwork(ExperimentOptions options)
    {
        if (options.Base is not null && !options.IsShadow)
            Reject("--base", "goes with --layout shadow-client or shadow-peer");
        else if (options.Base is null && options.IsShadow && options.Tors > 0)
            Reject(
                "--tors",
                "in Shadow needs a Tor network to connect to: give --base, such as an experiment of tornettools"
            );
        else if (options.Base is not null && ExperimentWriter.BaseProblem(options.Base) is { } problem)
            Reject(given.GetValue(grammar.Base)!, problem);
    }

    private ManifestOptions Describe(PopulationRequest request, ExperimentOptions options) =>
        new()
        {
            Seed = request.Seed,
            Users = request.Users,
            Layout = GenerateNames.NameOf(GenerateNames.Layouts, options.Layout),
            DyadsFile = given.GetValue(grammar.Dyads),
            GroupsFile = given.GetValue(grammar.Groups),
            GroupSizesFile = given.GetValue(grammar.GroupSizes),
            GroupSizesOf = GenerateNames.NameOf(GenerateNames.SizeViews, request.SizeView),
            ModelsDirectory = given.GetValue(grammar.Models),
            Models = request.Models.Count,
            Lively = given.GetValue(grammar.Lively) ? true : null,
            Hosts = request.Hosts,
            Servers = request.Servers,
            Tors = options.Tors,
            InitialWait = GenerateNames.NameOf(GenerateNames.WaitRules, request.WaitRule),
            DormantAfterSeconds = request.DormantAfter?.TotalSeconds,
            SilentWaitSeconds = request.SilentWait.TotalSeconds,
            BootstrapSeconds = options.Bootstrap.TotalSeconds,
            RetrySeconds = options.Retry.TotalSeconds,
            DurationSeconds = options.Duration.TotalSeconds,
            RegistrationSeconds = options.Registration.TotalSeconds,
            AsOriginal = options.AsOriginal,
            RhythmFile = RhythmFile,
            Start = options.Start,
        };

    private string FullPath(string path) => Path.GetFullPath(path, workingDirectory);

    private void Reject(string what, string message) =>
        _errors.Add(new ConfigError(what, 0, 0, "", message, null, null, null));
}
