using System.Globalization;
using System.Text.Json;

namespace MGen.Replication.Tests.Simulation;

/// <summary>The command line of bench/explore.sh.</summary>
internal static class ExploreCommand
{
    private const int Clean = 0,
        Violated = 1,
        Usage = 2;

    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string Help =>
        $"""
            usage: bench/explore.sh [--schedules N] [--seed S] [--hole NAME] [--threads N] [--format text|json]
                   bench/explore.sh --replay "SCHEDULE" [--hole NAME] [--trace yes|no] [--format text|json]

              --schedules N   how many schedules, of the seeds S, S+1, ...; default 10000
              --seed S        the first seed; default 1
              --hole NAME     put a fault of an earlier implementation back, and stop at the first schedule that finds it
              --threads N     default: as many as there are cores; the outcome does not depend on it
              --replay TEXT   run one schedule, as a violation prints it
              --trace yes     with --replay: what happens, line by line: time in s, faults, views, rows, replicas
              --format F      text (default) or json: schedules, steps, violations

            holes: {string.Join(' ', Enum.GetNames<Hole>().Skip(1))}
            exit code: 0 no violation, 1 a violation, 2 bad arguments
            """;

    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        if (args.Contains("--help") || args.Contains("-h"))
        {
            output.WriteLine(Help);
            return Clean;
        }
        try
        {
            Dictionary<string, string> options = Parse(args);
            Hole hole = Enum.Parse<Hole>(options.GetValueOrDefault("--hole", nameof(Hole.None)));
            bool isJson = options.GetValueOrDefault("--format") == "json";
            return options.TryGetValue("--replay", out string? text)
                ? Replay(ScheduleText.Parse(text), hole, isJson, options.GetValueOrDefault("--trace") == "yes", output)
                : Explore(options, hole, isJson, output);
        }
        catch (FormatException bad)
        {
            errors.WriteLine($"explore: {bad.Message}; try --help");
            return Usage;
        }
    }

    private static int Explore(Dictionary<string, string> options, Hole hole, bool isJson, TextWriter output)
    {
        long schedules = long.Parse(options.GetValueOrDefault("--schedules", "10000"), CultureInfo.InvariantCulture);
        ulong seed = ulong.Parse(options.GetValueOrDefault("--seed", "1"), CultureInfo.InvariantCulture);
        int threads = int.Parse(
            options.GetValueOrDefault("--threads", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
            CultureInfo.InvariantCulture
        );
        Exploration exploration = Explorer.Run(seed, schedules, hole, threads);
        if (isJson)
            output.WriteLine(JsonSerializer.Serialize(exploration, JsonOptions));
        else
            Print(exploration, hole, output);
        return exploration.Violations.Count == 0 ? Clean : Violated;
    }

    private static void Print(Exploration exploration, Hole hole, TextWriter output)
    {
        foreach (Finding finding in exploration.Violations)
        {
            output.WriteLine($"seed {finding.Seed}, schedule {finding.After}: {finding.Violation}");
            output.WriteLine($"  shrunk: {finding.ShrunkViolation}");
            string option = hole == Hole.None ? "" : $" --hole {hole}";
            output.WriteLine($"  replay: bench/explore.sh --replay \"{finding.Shrunk}\"{option}");
        }
        output.WriteLine(Summarize(exploration.Schedules, exploration.Steps, exploration.Violations.Count));
    }

    private static int Replay(Schedule schedule, Hole hole, bool isJson, bool isTraced, TextWriter output)
    {
        Outcome outcome = Simulator.Run(schedule, hole, isTraced ? output : null);
        string[] violations = outcome.Violation is null ? [] : [outcome.Violation];
        output.WriteLine(
            isJson
                ? JsonSerializer.Serialize(
                    new
                    {
                        schedules = 1,
                        outcome.Steps,
                        violations,
                    },
                    JsonOptions
                )
                : $"{outcome.Violation ?? "no violation"}\n{Summarize(1, outcome.Steps, violations.Length)}"
        );
        return outcome.Violation is null ? Clean : Violated;
    }

    private static string Summarize(long schedules, long steps, int violations) =>
        $"{schedules} schedules, {steps} steps, {violations} violations";

    private static Dictionary<string, string> Parse(string[] args)
    {
        Dictionary<string, string> options = [];
        for (int i = 0; i < args.Length; i += 2)
        {
            string allowed = args[i] switch
            {
                "--schedules" or "--threads" => "a number from 1",
                "--seed" => "a number from 0",
                "--hole" => "one of the holes that --help lists",
                "--format" => "text or json",
                "--trace" => "yes or no",
                "--replay" => "a schedule",
                _ => throw new FormatException($"{args[i]}: no such option"),
            };
            if (i + 1 == args.Length)
                throw new FormatException($"{args[i]} needs a value: {allowed}");
            if (!IsGood(args[i], args[i + 1]))
                throw new FormatException($"{args[i]} {args[i + 1]}: {allowed} is needed");
            if (!options.TryAdd(args[i], args[i + 1]))
                throw new FormatException($"{args[i]} is given twice");
        }
        return options;
    }

    private static bool IsGood(string name, string value) =>
        name switch
        {
            "--schedules" => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long count)
                && count > 0,
            "--threads" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int threads)
                && threads is > 0 and <= 256,
            "--seed" => ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _),
            "--hole" => Enum.GetNames<Hole>().Contains(value),
            "--format" => value is "text" or "json",
            "--trace" => value is "yes" or "no",
            _ => true,
        };
}
