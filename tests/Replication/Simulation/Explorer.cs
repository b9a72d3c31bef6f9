using System.Globalization;
using System.Text.Json;

namespace MGen.Replication.Tests.Simulation;

/// <summary>Runs schedules in a row and tells of those that fail.</summary>
internal static class Explorer
{
    public const string Usage = "explore [--schedules N] [--seed S] [--hole NAME] [--format text|json]";

    public static int Run(string[] args)
    {
        if (!TryParse(args, out Dictionary<string, string> options, out string? why))
        {
            Console.Error.WriteLine($"{why}\nusage: {Usage}\nholes: {string.Join(' ', Enum.GetNames<Hole>())}");
            return 2;
        }
        long schedules = long.Parse(options.GetValueOrDefault("--schedules", "10000"), CultureInfo.InvariantCulture);
        ulong seed = ulong.Parse(options.GetValueOrDefault("--seed", "1"), CultureInfo.InvariantCulture);
        Hole hole = Enum.Parse<Hole>(options.GetValueOrDefault("--hole", "None"));
        bool isJson = options.GetValueOrDefault("--format", "text") == "json";
        long steps = 0;
        List<object> violations = [];
        for (long i = 0; i < schedules && violations.Count < 20; i++)
        {
            Schedule schedule = Schedule.Generate(seed + (ulong)i);
            Outcome outcome = Simulator.Run(schedule, hole);
            steps += outcome.Steps;
            if (outcome.Violation is null)
                continue;
            Schedule shrunk = Simulator.Shrink(schedule, hole);
            violations.Add(new { schedule.Seed, After = i + 1, outcome.Violation, Faults = shrunk.Faults.Select(fault => fault.ToString()).ToArray(), Shrunk = Simulator.Run(shrunk, hole).Violation });
            if (!isJson)
                Console.WriteLine($"seed {schedule.Seed}: {outcome.Violation}\n  with {string.Join("\n       ", shrunk.Faults)}\n  {Simulator.Run(shrunk, hole).Violation}\n  again: bench/explore.sh --schedules 1 --seed {schedule.Seed}{(hole == Hole.None ? "" : $" --hole {hole}")}");
            schedules = hole == Hole.None ? schedules : i + 1;
        }
        Console.WriteLine(isJson
            ? JsonSerializer.Serialize(new { schedules, steps, violations })
            : $"{schedules} schedules, {steps} steps, {violations.Count} violations");
        return violations.Count == 0 ? 0 : 1;
    }

    private static bool TryParse(string[] args, out Dictionary<string, string> options, out string? why)
    {
        options = [];
        for (int i = 0; i < args.Length; i += 2)
        {
            why = i + 1 == args.Length ? $"{args[i]} needs a value" : Check(args[i], args[i + 1]);
            if (why is not null)
                return false;
            options[args[i]] = args[i + 1];
        }
        why = null;
        return true;
    }

    private static string? Check(string name, string value) => name switch
    {
        "--schedules" => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long count) && count > 0 ? null : $"--schedules {value}: a number from 1 is needed",
        "--seed" => ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : $"--seed {value}: a number from 0 is needed",
        "--hole" => Enum.GetNames<Hole>().Contains(value) ? null : $"--hole {value}: no such hole",
        "--format" => value is "text" or "json" ? null : $"--format {value}: text or json",
        _ => $"{name}: no such option",
    };
}
