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
/// Reads a command line, and the tables and fits that it names. Collects all errors before anything is drawn.
/// </summary>
internal sealed class GenerateTaskReader(GenerateOptions grammar, ParseResult given, string workingDirectory)
{
    /// <summary>The smallest size of a group that is not a dyad.</summary>
    private const int LeastGroup = 3;

    /// <summary>The default number of users per simulated host.</summary>
    private const int UsersPerHost = 100;

    /// <summary>How long after the end of a registration phase users are awake by default.</summary>
    private static readonly TimeSpan AfterRegistration = TimeSpan.FromSeconds(5);

    private readonly List<ConfigError> _errors = [];
    private readonly List<string> _notes = [];

    /// <summary>The errors, one line each.</summary>
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
            Threads = given.GetValue(grammar.Jobs) ?? Environment.ProcessorCount,
            Quiet = given.GetValue(grammar.Quiet),
            Format = given.GetValue(grammar.Format),
            Notes = _notes,
        };
    }

    private string? RhythmFile =>
        StartOption.RhythmFile(given.GetValue(grammar.Rhythm), given, grammar, workingDirectory);

    /// <summary>
    /// Reads only the request for a population; <c>null</c> if a part of it is missing. The caller checks
    /// <see cref="Errors"/> as well: a request that is not <c>null</c> may be invalid.
    /// </summary>
    /// <param name="rhythm">The rhythm at the start of the run; <c>null</c>: none, or the start is unknown.</param>
    public PopulationRequest? ReadRequest(Rhythm? rhythm)
    {
        CountDistribution? dyads = ReadDistribution(grammar.Dyads, ExampleDistribution.Dyads);
        CountDistribution? groups = ReadDistribution(grammar.Groups, ExampleDistribution.Groups);
        CountDistribution? sizes = FromLeastGroup(ReadDistribution(grammar.GroupSizes, ExampleDistribution.GroupSizes));
        IReadOnlyList<BehaviourModel> models = ReadModels();
        string? directory = given.GetValue(grammar.Models);
        GroupRates? rates = directory is null ? null : GroupRates.Read(directory, workingDirectory, _errors);
        GroupVolumes? volumes = directory is null ? null : GroupVolumes.Read(directory, workingDirectory, _errors);
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
            SizeView = GenerateNames.Parse(GenerateNames.SizeViews, given.GetValue(grammar.GroupSizesOf)),
            // The original's generator has no chat size classes.
            Models = asOriginal ? [.. models.Select(model => model.WithoutClasses())] : models,
            Rates = asOriginal ? null : rates,
            Volumes = volumes,
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
            Reject("--lively", "contradicts --models");
        return BehaviourLibrary.Load(directory, workingDirectory, _errors);
    }

    private InitialWaitRule ReadWaitRule(bool asOriginal)
    {
        string? word = given.GetValue(grammar.InitialWait);
        return asOriginal && word is null
            ? InitialWaitRule.Original
            : GenerateNames.Parse(GenerateNames.WaitRules, word);
    }

    private CountDistribution? ReadDistribution(Option<string?> option, ExampleDistribution example) =>
        given.GetValue(option) is { } path
            ? CountDistributionReader.Read(path, workingDirectory, _errors)
            : CountDistributionReader.Example(example);

    /// <summary>Removes sizes below three: they are not groups, and dyads have their own table.</summary>
    private CountDistribution? FromLeastGroup(CountDistribution? sizes)
    {
        if (sizes is null)
            return null;
        string file = given.GetValue(grammar.GroupSizes) ?? grammar.GroupSizes.Name;
        CountDistribution? groups = sizes.Within(LeastGroup, int.MaxValue);
        if (groups is null)
            Reject(file, $"has no size from {LeastGroup}");
        else if (sizes.Values[0] < LeastGroup)
            _notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{file}: sizes below {LeastGroup} ({1 - sizes.ShareWithin(LeastGroup, int.MaxValue):P1} of the table) are not groups and are left out"
                )
            );
        return groups;
    }

    private int DefaultHosts(int users) =>
        ReadLayout() is ExperimentLayout.Client or ExperimentLayout.Peer ? 1 : ((users - 1) / UsersPerHost) + 1;

    private ExperimentLayout ReadLayout() => GenerateNames.Parse(GenerateNames.Layouts, given.GetValue(grammar.Layout));

    private ExperimentOptions ReadOptions()
    {
        ExperimentOptions defaults = new() { Layout = ReadLayout() };
        TimeSpan registration = given.GetValue(grammar.Registration) ?? defaults.Registration;
        // Servers relay no message during the registration phase. Live, users start when the phase begins; in Shadow,
        // shortly before its end.
        TimeSpan restOfPhase = defaults.IsShadow
            ? TimeSpan.FromSeconds(ExperimentOptions.ShadowLeadSeconds)
            : registration;
        ExperimentOptions options = defaults with
        {
            Tors = given.GetValue(grammar.Tors) ?? 0,
            Bootstrap =
                given.GetValue(grammar.Bootstrap)
                ?? (registration > TimeSpan.Zero ? restOfPhase + AfterRegistration : defaults.Bootstrap),
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
            Reject("--servers", "needs ports above 65535: lower --first-port");
        return options;
    }

    private void CheckNetwork(ExperimentOptions options)
    {
        if (options.Base is not null && !options.IsShadow)
            Reject("--base", "requires --layout shadow-client or shadow-peer");
        else if (options.Base is null && options.IsShadow && options.Tors > 0)
            Reject("--tors", "needs a Tor network in Shadow: give --base, for example an experiment of tornettools");
        else if (options.Base is not null && ExperimentWriter.BaseProblem(options.Base) is { } problem)
            Reject(given.GetValue(grammar.Base)!, problem);
    }

    private ManifestOptions Describe(PopulationRequest request, ExperimentOptions options) =>
        new()
        {
            Seed = request.Seed,
            Users = request.Users,
            Layout = GenerateNames.Format(GenerateNames.Layouts, options.Layout),
            DyadsFile = given.GetValue(grammar.Dyads),
            GroupsFile = given.GetValue(grammar.Groups),
            GroupSizesFile = given.GetValue(grammar.GroupSizes),
            GroupSizesOf = GenerateNames.Format(GenerateNames.SizeViews, request.SizeView),
            ModelsDirectory = given.GetValue(grammar.Models),
            Models = request.Models.Count,
            Lively = given.GetValue(grammar.Lively) ? true : null,
            Hosts = request.Hosts,
            Servers = request.Servers,
            Tors = options.Tors,
            InitialWait = GenerateNames.Format(GenerateNames.WaitRules, request.WaitRule),
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

/// <summary>A valid command line, with its tables and fits.</summary>
internal sealed record GenerateTask
{
    /// <summary>The population to draw.</summary>
    public required PopulationRequest Request { get; init; }

    /// <summary>The options of the experiment.</summary>
    public required ExperimentOptions Options { get; init; }

    /// <summary>The options in the form of the manifest.</summary>
    public required ManifestOptions Manifest { get; init; }

    /// <summary>The experiment's directory as typed; <c>null</c>: write nothing.</summary>
    public required string? Out { get; init; }

    /// <summary>The number of threads that write.</summary>
    public required int Threads { get; init; }

    /// <summary>Whether to show no progress.</summary>
    public required bool Quiet { get; init; }

    /// <summary>The format of the result.</summary>
    public required OutputFormat Format { get; init; }

    /// <summary>Notes about the input, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
