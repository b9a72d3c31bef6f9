using System.Globalization;

namespace MGen.Replication.Tests.Simulation;

/// <summary>
/// Formats a schedule as one line, and parses it for a replay.
/// <code>
/// seed=7 kind=Mixed silos=3 ... encode=no fault=KillSilo@1500000:3:4:20000 fault=...
/// fault: kind@start:first:second:duration, start and duration in microseconds
/// </code>
/// </summary>
internal static class ScheduleText
{
    public static string Format(Schedule schedule)
    {
        IEnumerable<string> members =
        [
            $"seed={schedule.Seed}",
            $"kind={schedule.Kind}",
            $"silos={schedule.Silos}",
            $"gateways={schedule.Gateways}",
            $"clients={schedule.Clients}",
            $"messages={schedule.Messages}",
            $"partitions={schedule.Partitions}",
            $"drop={schedule.DropPerThousand}",
            $"repeat={schedule.RepeatPerThousand}",
            $"slow={schedule.SlowPerThousand}",
            $"phase={Format(schedule.HasRegistrationPhase)}",
            $"small-queues={Format(schedule.HasSmallQueues)}",
            $"receipts={Format(schedule.HasReceipts)}",
            $"garbage={Format(schedule.SendsGarbage)}",
            $"encode={Format(schedule.EncodesMessages)}",
        ];
        IEnumerable<string> faults = schedule.Faults.Select(fault =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"fault={fault.Kind}@{fault.At}:{fault.First}:{fault.Second}:{fault.Duration}"
            )
        );
        return string.Join(' ', members.Concat(faults));
    }

    /// <summary>Reads what <see cref="Format(Schedule)"/> wrote.</summary>
    /// <exception cref="FormatException">The text is not a schedule; the message says why.</exception>
    public static Schedule Parse(string text)
    {
        Dictionary<string, string> members = [];
        List<Fault> faults = [];
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? throw new FormatException($"'{word}' has no '='") : word[..equals];
            if (name == "fault")
                faults.Add(ParseFault(word[(equals + 1)..]));
            else if (!members.TryAdd(name, word[(equals + 1)..]))
                throw new FormatException($"{name} occurs twice");
        }
        Schedule schedule = new()
        {
            Seed = Take<ulong>(
                members,
                "seed",
                value =>
                    ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
                        ? seed
                        : null,
                "a number from 0"
            ),
            Kind = Take<ScheduleKind>(
                members,
                "kind",
                ParseName<ScheduleKind>,
                string.Join(", ", Enum.GetNames<ScheduleKind>())
            ),
            Silos = TakeNumber(members, "silos", 1, 9),
            Gateways = TakeNumber(members, "gateways", 1, 9),
            Clients = TakeNumber(members, "clients", 1, 10),
            Messages = TakeNumber(members, "messages", 0, 10_000),
            Partitions = TakeNumber(members, "partitions", 1, PartitionMap.DefaultCount),
            DropPerThousand = TakeNumber(members, "drop", 0, 1_000),
            RepeatPerThousand = TakeNumber(members, "repeat", 0, 1_000),
            SlowPerThousand = TakeNumber(members, "slow", 0, 1_000),
            HasRegistrationPhase = TakeFlag(members, "phase"),
            HasSmallQueues = TakeFlag(members, "small-queues"),
            HasReceipts = TakeFlag(members, "receipts"),
            SendsGarbage = TakeFlag(members, "garbage"),
            EncodesMessages = TakeFlag(members, "encode"),
            Faults = faults,
        };
        return members.Count == 0 ? schedule : throw new FormatException($"a schedule has no {members.Keys.First()}");
    }

    private static string Format(bool flag) => flag ? "yes" : "no";

    private static Fault ParseFault(string text)
    {
        string[] parts = text.Split('@', ':');
        if (
            parts.Length == 5
            && ParseName<FaultKind>(parts[0]) is { } kind
            && ParseNumber(parts[1]) is { } at
            && ParseNumber(parts[2]) is { } first
            && ParseNumber(parts[3]) is { } second
            && ParseNumber(parts[4]) is { } duration
        )
            return new Fault(at, kind, (int)first, (int)second, duration);
        string kinds = string.Join(", ", Enum.GetNames<FaultKind>());
        throw new FormatException($"fault={text}: KIND@START:FIRST:SECOND:DURATION is needed, KIND one of {kinds}");
    }

    private static int TakeNumber(Dictionary<string, string> members, string name, int least, int most) =>
        Take(
            members,
            name,
            value => ParseNumber(value) is { } number && number >= least && number <= most ? (int)number : (int?)null,
            $"a number from {least} to {most}"
        );

    private static bool TakeFlag(Dictionary<string, string> members, string name) =>
        Take(
            members,
            name,
            value =>
                value switch
                {
                    "yes" => true,
                    "no" => false,
                    _ => (bool?)null,
                },
            "yes or no"
        );

    private static T Take<T>(Dictionary<string, string> members, string name, Func<string, T?> parse, string allowed)
        where T : struct
    {
        if (!members.Remove(name, out string? value))
            throw new FormatException($"{name} is missing");
        return parse(value) ?? throw new FormatException($"{name}={value}: {allowed} is needed");
    }

    private static T? ParseName<T>(string value)
        where T : struct, Enum => Enum.GetNames<T>().Contains(value) ? Enum.Parse<T>(value) : null;

    private static long? ParseNumber(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
