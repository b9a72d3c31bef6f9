using MGen.Analysis.Results;

namespace MGen.Report.Tests;

/// <summary>
/// An analysis as a run might have produced it: log-normal latencies, groups of many sizes, some losses. The same seed
/// yields the same analysis.
/// </summary>
internal sealed record SampleRun
{
    private const long Start = 1_795_499_380;
    private static readonly (long From, long? To)[] GroupClasses =
    [
        (2, 2),
        (3, 5),
        (6, 10),
        (11, 20),
        (21, 50),
        (51, 100),
    ];
    private static readonly (long From, long? To)[] SizeClasses =
    [
        (1, 160),
        (161, 320),
        (321, 640),
        (641, 1280),
        (1281, 2240),
        (2241, 100_000),
        (100_001, null),
    ];

    public string Label { get; init; } = "run";

    public int Seed { get; init; } = 1;

    public int Users { get; init; } = 60;

    public int Messages { get; init; } = 20_000;

    public double MedianSeconds { get; init; } = 0.24;

    public double Sigma { get; init; } = 0.6;

    /// <summary>Share of the receipts that never arrive.</summary>
    public double Missing { get; init; } = 0.001;

    public int Seconds { get; init; } = 3600;

    public Func<int, string> UserName { get; init; } = index => $"user-{index:D5}";

    public IReadOnlyDictionary<string, long>? Losses { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    public string ConfigHash { get; init; } = "a379a40a";

    public AnalysisResult Make()
    {
        Random random = new(Seed);
        double shift = Math.Exp(0.08 * Normal(random));
        ClassResult[] groups =
        [
            .. GroupClasses.Select((c, i) => Class(random, c, Messages / (i + 2), shift * (1 + (0.12 * i)))),
        ];
        ClassResult[] sizes =
        [
            .. SizeClasses.Select((c, i) => Class(random, c, Messages / ((i * 2) + 2), shift * (1 + (0.05 * i)))),
        ];
        LatencyDistribution trips = Latencies(random, Messages, MedianSeconds * shift, (long)(Messages * Missing));
        return new AnalysisResult
        {
            ProgramVersion = "0.1.0",
            Label = Label,
            Verdict =
                Messages == 0 ? Verdict.Empty
                : Missing > 0 ? Verdict.Lossy
                : Verdict.Ok,
            Run = new RunIdentity(
                "Ok",
                "0.1.0",
                (ulong)Seed,
                ConfigHash,
                Users,
                Users / 3,
                Users * 3,
                "openssl",
                "lab-3",
                Seconds * 1000L,
                0
            ),
            Settings = new AnalysisSettings(30, 0, 0, false, Start, Start, Start + Seconds),
            Input = new InputSummary(
                [new InputFile("mgen-client.log", 10_000_000, 150_000, 0, null)],
                10_000_000 + Seed,
                150_000 + Messages,
                new Dictionary<string, long>(),
                [],
                Start + (Seed * 0.01),
                Start + Seconds,
                new Dictionary<string, long>()
            ),
            Messages = Counts(trips),
            RoundTrip = trips,
            Delivery = Latencies(random, Messages, MedianSeconds * shift * 0.55, (long)(Messages * Missing)),
            ToServer = Latencies(random, Messages / 3, MedianSeconds * shift * 0.25, 0),
            GroupSizes = groups,
            MessageSizes = sizes,
            Conversations = Spreads(random, shift),
            Users =
            [
                .. Enumerable
                    .Range(0, Users)
                    .Select(i => User(random, i, shift))
                    .OrderBy(user => user.User, StringComparer.Ordinal),
            ],
            Losses =
                Losses
                ?? new Dictionary<string, long>
                {
                    ["neverReachedServer"] = 3,
                    ["notDelivered"] = 11,
                    ["dropped: queue full"] = 6,
                },
            Volumes = Volumes(random, shift),
            Attachments = new AttachmentSummary(
                40,
                30_000_000,
                120,
                40,
                120,
                90_000_000,
                40,
                30_000_000,
                Latencies(random, Math.Min(Messages, 40), 1.1, 0),
                120,
                90_000_000,
                Latencies(random, Math.Min(Messages, 120), 0.8, 0)
            ),
            Connections = new ConnectionSummary(
                Users * 3,
                Users * 3,
                0,
                Users * 3,
                Users * 3,
                new Dictionary<string, long> { ["tls"] = 2 },
                1,
                new Dictionary<string, long>()
            ),
            Errors =
                Messages == 0
                    ? new Dictionary<string, long>()
                    : new Dictionary<string, long> { ["tcp: connection refused"] = 5, ["tls: timed out"] = 2 },
            Generator = new GeneratorHealth(Latencies(random, Messages, 0.0008, 0), 5_330, 8_000, 8_350, 3, 0),
            Warnings = Warnings,
        };
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private LatencyDistribution Latencies(Random random, int count, double median, long missing)
    {
        long[] values =
        [
            .. Enumerable.Range(0, count).Select(_ => (long)(1e6 * median * Math.Exp(Sigma * Normal(random)))).Order(),
        ];
        if (count == 0)
            return LatencyDistribution.Empty;
        // Buckets of one per cent, each identified by its upper bound, as in an analysis.
        var buckets = values
            .GroupBy(value =>
                (long)Math.Ceiling(Math.Pow(1.01, Math.Ceiling(Math.Log(Math.Max(1, value)) / Math.Log(1.01))))
            )
            .Select(b => (b.Key, Count: (long)b.Count()))
            .ToArray();
        long? At(double quantile)
        {
            long rank = Math.Max(1, (long)Math.Ceiling((count + missing) * quantile));
            return rank <= count ? values[rank - 1] : null;
        }
        return new LatencyDistribution(
            count,
            missing,
            values[0],
            values.Average(),
            At(0.5),
            At(0.9),
            At(0.99),
            At(0.999),
            values[^1],
            new LatencyBuckets([.. buckets.Select(b => b.Key)], [.. buckets.Select(b => b.Count)])
        );
    }

    private ClassResult Class(Random random, (long From, long? To) bounds, int count, double factor)
    {
        LatencyDistribution trips = Latencies(random, count, MedianSeconds * factor, (long)(count * Missing));
        return new ClassResult(
            bounds.From,
            bounds.To,
            5,
            count,
            trips.Total,
            trips.Missing,
            trips.Total,
            trips.Count,
            trips,
            Latencies(random, count, MedianSeconds * factor * 0.5, 0)
        );
    }

    private static MessageCounts Counts(LatencyDistribution trips) =>
        new()
        {
            Sent = trips.Total / 3,
            SentBytes = trips.Total * 120,
            LeftOut = 0,
            Owed = trips.Total,
            Acknowledged = trips.Count,
            Late = 0,
            NeverAcknowledged = trips.Missing,
            Undecided = 0,
            DeliveriesOwed = trips.Total,
            Delivered = trips.Count,
            ToSleeping = 0,
            ToSelf = 0,
            Duplicates = 0,
            Unexpected = 0,
            SenderUnknown = 0,
            Renumbered = 0,
            BeforeSend = 0,
        };

    private ConversationSpread Spreads(Random random, double shift)
    {
        Spread SpreadOf(Func<double> draw, int decimals)
        {
            var values = Enumerable
                .Range(0, Users * 3)
                .Select(_ => Math.Round(draw(), decimals))
                .GroupBy(value => value)
                .OrderBy(g => g.Key)
                .ToArray();
            return new Spread([.. values.Select(g => g.Key)], [.. values.Select(g => (long)g.Count())]);
        }
        double Share() => Missing == 0 ? 0 : Math.Min(1, Missing * Math.Exp(2 * Normal(random)));
        return new ConversationSpread(
            Users * 3,
            Users / 3,
            SpreadOf(() => Math.Floor(30 * Math.Exp(Normal(random))), 0),
            SpreadOf(Share, 4),
            SpreadOf(Share, 4),
            SpreadOf(() => 1000 * MedianSeconds * shift * Math.Exp(0.2 * Normal(random)), 1)
        );
    }

    private UserResult User(Random random, int index, double shift)
    {
        long sent = (long)(100 * Math.Exp(Normal(random)));
        long median = (long)(1e6 * MedianSeconds * shift * Math.Exp(0.15 * Normal(random)));
        return new UserResult(
            UserName(index),
            3,
            sent,
            sent * 3,
            (long)(sent * 3 * Missing),
            sent * 3,
            (long)(sent * 3 * Missing),
            median,
            median * 2,
            median * 5,
            median * 8
        );
    }

    private VolumeSeries Volumes(Random random, double shift)
    {
        long bin = Seconds > 600 ? 10 : 1;
        int bins = (int)(Seconds / bin);
        long[] Counts(double perBin) =>
            [
                .. Enumerable
                    .Range(0, bins)
                    .Select(i =>
                        (long)
                            Math.Max(
                                0,
                                perBin * (1 - (0.4 * Math.Cos(6.28 * i / bins))) * (1 + (0.15 * Normal(random)))
                            )
                    ),
            ];
        double rate = (double)Messages / 3 / Math.Max(1, Seconds) * bin;
        return new VolumeSeries(
            Start / bin * bin,
            bin,
            Counts(rate),
            Counts(rate * 900),
            Counts(rate * 3),
            Counts(rate * 2700),
            Counts(rate * 2.98),
            Counts(0),
            Counts(rate * 3 * Missing),
            [
                .. Enumerable
                    .Range(0, bins)
                    .Select(_ => (double?)(1e6 * MedianSeconds * shift * (1.1 + (0.1 * Normal(random))))),
            ]
        );
    }
}
