using System.CommandLine;
using System.Security.Cryptography;
using MGen.Cli;
using MGen.Fitting.Imports;
using MGen.Fitting.Imports.Membership;
using MGen.Fitting.Imports.WhatsApp;
using MGen.Fitting.Models;
using MGen.Fitting.Races;
using MGen.Fitting.Reporting;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Files;
using MGen.Model.Conversations;
using MGen.Model.Distributions;
using MGen.Population.Behaviours;

namespace MGen.Tools.ModelFits;

/// <summary>Reads a command line as a <see cref="FitTask"/>, or collects all errors.</summary>
internal sealed class FitTaskReader(FitOptionSet options, ParseResult result, ProgramWorld world)
{
    private const int MinKeyBytes = 16;

    private readonly List<string> _errors = [];

    /// <summary>The errors, one line each.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Reads the task; <c>null</c> if there are <see cref="Errors"/>.</summary>
    public FitTask? Read()
    {
        ulong seed = result.GetValue(options.Seed);
        int threads = result.GetValue(options.Jobs);
        bool isSpell = result.GetValue(options.ActiveTimeout) == "spell";
        FitTask task = new()
        {
            Files = Files(),
            Out = Directory(options.Out),
            Plots = Path(result.GetValue(options.Plots)),
            Import = Import(seed, threads),
            Fit = new FitOptions
            {
                Seed = seed,
                Starts = result.GetValue(options.Starts),
                Iterations = result.GetValue(options.Iterations),
                Threads = threads,
                Timeout = isSpell ? ActiveTimeoutRule.Spell : ActiveTimeoutRule.Quiet,
                LabelsOnly = result.GetValue(options.LabelsOnly),
                OneModel = result.GetValue(options.OneModel),
                SizeClasses = Classes(),
                FitsRhythm = !result.GetValue(options.NoRhythm),
                TimeZone = Zone(),
                Rules = Rules(),
                FileBlocks = FileBlocks(),
            },
            SkipBroken = result.GetValue(options.SkipBroken),
            SimulateFor = result.GetValue(options.NoGoodness)
                ? TimeSpan.Zero
                : result.GetValue(options.SimulateFor) ?? TimeSpan.MaxValue,
            ChatsOut = Directory(options.ChatsOut),
            Mapping = Path(result.GetValue(options.Mapping)),
            Key = Key(),
            Format = result.GetValue(options.Format),
            Quiet = result.GetValue(options.Quiet),
        };
        CheckMapping(task);
        return _errors.Count == 0 ? task : null;
    }

    private void CheckMapping(FitTask task)
    {
        IEnumerable<string?> others = [result.GetValue(options.KeyFile), result.GetValue(options.FileSizes)];
        string? overlap = OutputFiles.ExplainOverlap(
            [(options.Mapping.Name, result.GetValue(options.Mapping))],
            task.Files.Concat(others.OfType<string>()),
            world.WorkingDirectory
        );
        if (overlap is not null)
            _errors.Add(overlap);
    }

    private string[] Files()
    {
        List<string> files = [];
        foreach (string argument in result.GetRequiredValue(options.Chats))
        {
            IReadOnlyCollection<string> found = ChatFiles.Expand(argument, world.WorkingDirectory);
            if (found.Count == 0)
                _errors.Add($"'{argument}' matches no file");
            files.AddRange(found);
        }
        return [.. files.Distinct(StringComparer.Ordinal)];
    }

    private IReadOnlyList<SizeClass>? Classes()
    {
        if (result.GetValue(options.SizeClasses) is not { } names)
            return null;
        IReadOnlyList<SizeClass> classes = SizeClasses.Parse(names, out string? problem);
        if (problem is not null)
            _errors.Add($"--size-classes: {problem}");
        return classes;
    }

    private TimeZoneInfo? Zone()
    {
        if (result.GetValue(options.TimeZone) is not { } name)
            return null;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone))
            return zone;
        _errors.Add($"--time-zone: unknown zone '{name}' (allowed: names of the IANA database, such as Europe/Berlin)");
        return null;
    }

    private ImportOptions Import(ulong seed, int threads) =>
        new()
        {
            Format = result.GetValue(options.InputFormat) switch
            {
                "whatsapp" => ChatFormat.WhatsApp,
                "signal" => ChatFormat.Signal,
                "telegram" => ChatFormat.Telegram,
                "sam" => ChatFormat.Sam,
                "log" => ChatFormat.Log,
                _ => null,
            },
            DateOrder = result.GetValue(options.DateOrder) switch
            {
                "dmy" => DateOrder.DayMonthYear,
                "mdy" => DateOrder.MonthDayYear,
                "ymd" => DateOrder.YearMonthDay,
                _ => null,
            },
            KeepMinutes = result.GetValue(options.KeepMinutes),
            SeparateUsers = result.GetValue(options.SeparateUsers),
            MaxSpanYears = result.GetValue(options.MaxYears),
            Members = result.GetValue(options.Members) is { } members
                ? MemberTable.Read(members, world.WorkingDirectory, _errors)
                : null,
            Now = world.Clock.GetUtcNow(),
            Seed = seed,
            Threads = threads,
        };

    private OriginalRules Rules()
    {
        OriginalRules rules = OriginalRules.None;
        foreach (
            string name in (result.GetValue(options.Compat) ?? []).SelectMany(value =>
                value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            )
        )
        {
            if (OriginalRuleNames.TryParse(name, out OriginalRules rule))
                rules |= rule;
            else
                _errors.Add($"--compat: '{name}' is not a rule (allowed: {string.Join(", ", OriginalRuleNames.All)})");
        }
        return rules;
    }

    private WeightedSize? FileBlocks()
    {
        if (result.GetValue(options.FileSizes) is not { } file)
            return null;
        List<ConfigError> errors = [];
        WeightedSize? blocks = ChatFiles.ReadSizes(file, world.WorkingDirectory, errors);
        _errors.AddRange(errors.Select(error => error.ToString()));
        return blocks;
    }

    /// <summary>
    /// Returns an output directory, which must be new or empty: other files in it could be mistaken for results.
    /// </summary>
    private string? Directory(Option<string?> option)
    {
        string? path = Path(result.GetValue(option));
        try
        {
            if (path is not null && !DirectoryListing.IsFree(path))
                _errors.Add($"{option.Name}: '{result.GetValue(option)}' is not a new or empty directory");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _errors.Add($"{option.Name}: '{result.GetValue(option)}' is a directory that cannot be read");
        }
        return path;
    }

    private byte[] Key()
    {
        if (Path(result.GetValue(options.KeyFile)) is not { } path)
            return Pseudonyms.NewKey();
        try
        {
            byte[] secret = File.ReadAllBytes(path);
            if (secret.Length >= MinKeyBytes)
                return SHA256.HashData(secret);
            _errors.Add($"--key-file: has {secret.Length} bytes, fewer than {MinKeyBytes}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _errors.Add($"--key-file: cannot be read: {error.Message}");
        }
        return [];
    }

    private string? Path(string? path) =>
        path is null ? null : System.IO.Path.GetFullPath(path, world.WorkingDirectory);
}

/// <summary>A valid request for a fit.</summary>
internal sealed record FitTask
{
    /// <summary>The inputs, with globs resolved, as paths to display.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The directory of the models; <c>null</c>: do not write them.</summary>
    public required string? Out { get; init; }

    /// <summary>The directory of the charts; <c>null</c>: none.</summary>
    public required string? Plots { get; init; }

    public required ImportOptions Import { get; init; }

    public required FitOptions Fit { get; init; }

    public required bool SkipBroken { get; init; }

    /// <summary>Longest simulated time of a chat; zero: do not simulate.</summary>
    public required TimeSpan SimulateFor { get; init; }

    public required string? ChatsOut { get; init; }

    public required string? Mapping { get; init; }

    /// <summary>The pseudonyms' key.</summary>
    public required byte[] Key { get; init; }

    public required OutputFormat Format { get; init; }

    public required bool Quiet { get; init; }
}
