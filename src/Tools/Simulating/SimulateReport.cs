using System.Text.Json;
using System.Text.Json.Serialization;
using MGen.Cli;
using MGen.Export;
using MGen.Population.Statistics;
using MGen.Simulation;
using MGen.Simulation.Results;

namespace MGen.Tools.Simulating;

/// <summary>
/// The statistics of <c>simulate</c> as JSON. The schema is <c>docs/schemas/simulate.schema.json</c>.
/// </summary>
/// <param name="Version">Version of the schema.</param>
/// <param name="Ok">Whether the event log, if any, is complete.</param>
/// <param name="Run">The parameters of the simulation.</param>
/// <param name="Counts">The counters.</param>
/// <param name="RoundTrips">Times from messages to their receipts.</param>
/// <param name="LogLines">
/// Events for the event log, or for an export without an event log; 0 with <c>--stats-only</c>.
/// </param>
/// <param name="LogLinesLost">Lines lost because they could not be written.</param>
/// <param name="Self">The simulator's own performance.</param>
/// <param name="Exported">The counters of an export; <c>null</c> without <c>--export</c>.</param>
internal sealed record SimulateReport(
    int Version,
    bool Ok,
    SimulatedRun Run,
    SimulationCounts Counts,
    SimulatedRoundTrips RoundTrips,
    long LogLines,
    long LogLinesLost,
    SimulatedSelf Self,
    ExportCounts? Exported = null
)
{
    private const int CurrentVersion = 1;
    private const double SecondsPerDay = 86_400;

    /// <summary>
    /// Messages per person and day, over all groups; 0 without people. If only groups of observed people are simulated,
    /// this is the mean over the observed people.
    /// </summary>
    public double MessagesPerPersonAndDay =>
        PerPersonAndDay(Observed ?? new ObservedVolume(Counts.MessagesSent, Counts.Users));

    /// <summary>The volume of observed people if only their groups are simulated; otherwise <c>null</c>.</summary>
    [JsonIgnore]
    public ObservedVolume? Observed { get; init; }

    /// <summary>The share of messages in groups of three members or more, from 0 to 1; 0 without messages.</summary>
    public double ShareInGroups => Counts.MessagesSent == 0 ? 0 : (double)Counts.MessagesInGroups / Counts.MessagesSent;

    /// <summary>
    /// The volume expected from the simulation of a sample; <c>null</c> in a quiet run whose result is text.
    /// </summary>
    public ExpectedVolume? Expected { get; init; }

    public static SimulateReport From(
        SimulationResult result,
        SimulationOptions options,
        SimulateArguments arguments,
        SeedUse seed,
        TimeSpan elapsed,
        long linesLost
    ) =>
        new(
            CurrentVersion,
            linesLost == 0,
            new SimulatedRun(
                ProgramVersion.Text,
                seed.Value,
                JsonNamingPolicy.CamelCase.ConvertName(seed.Source.ToString()),
                seed.OwnSeeds,
                options.Duration.TotalSeconds,
                options.Grace.TotalSeconds,
                arguments.Latency,
                arguments.IsLatencyOfRoundTrip ? "round-trip" : "delivery",
                options.ConnectTime.TotalSeconds,
                options.RegistrationPhase.TotalSeconds,
                double.IsInfinity(options.AttachmentBytesPerSecond) ? null : options.AttachmentBytesPerSecond,
                options.StaggerScale
            ),
            result.Counts,
            SimulatedRoundTrips.From(result.RoundTrips),
            result.LogEvents,
            linesLost,
            new SimulatedSelf(
                options.Threads,
                elapsed.TotalSeconds,
                result.Counts.Events / Math.Max(elapsed.TotalSeconds, 1e-9)
            )
        );

    private double PerPersonAndDay(ObservedVolume volume) =>
        volume.People == 0 ? 0 : volume.Messages / (volume.People * Run.DurationSeconds / SecondsPerDay);

    public string ToJson() => JsonSerializer.Serialize(this, SimulateJson.Default.SimulateReport) + "\n";
}

/// <summary>The volume of observed people.</summary>
/// <param name="Messages">Their messages, in all groups.</param>
/// <param name="People">The number of observed people.</param>
internal readonly record struct ObservedVolume(long Messages, int People);

/// <summary>The parameters of a simulation, without its users, epoch and start.</summary>
/// <param name="Program">Version of the program.</param>
/// <param name="Seed">The seed; <c>null</c> if every file states one and they differ.</param>
/// <param name="SeedSource">The origin of the seed: <c>option</c>, <c>entropy</c> or <c>files</c>.</param>
/// <param name="OwnSeeds">Users whose files state their own seed, which has precedence.</param>
/// <param name="DurationSeconds">Simulated time in which users created messages.</param>
/// <param name="GraceSeconds">Simulated time afterwards in which arriving frames were still processed.</param>
/// <param name="Latency">The value of <c>--latency</c>.</param>
/// <param name="LatencyOf">What the latency measures: <c>delivery</c> or <c>round-trip</c>.</param>
/// <param name="ConnectSeconds">Duration of connecting.</param>
/// <param name="RegistrationSeconds">Length of the server's registration phase.</param>
/// <param name="AttachmentBytesPerSecond">Transfer rate of attachments; <c>null</c>: unlimited.</param>
/// <param name="StaggerScale">Factor of the stagger.</param>
internal sealed record SimulatedRun(
    string Program,
    ulong? Seed,
    string SeedSource,
    int OwnSeeds,
    double DurationSeconds,
    double GraceSeconds,
    string Latency,
    string LatencyOf,
    double ConnectSeconds,
    double RegistrationSeconds,
    double? AttachmentBytesPerSecond,
    double StaggerScale
);

/// <summary>Times from the creation of a message to each receipt for it; all 0 if there were none.</summary>
/// <param name="Count">Number of receipts.</param>
/// <param name="MeanSeconds">Mean.</param>
/// <param name="P50Seconds">Median.</param>
/// <param name="P90Seconds">90th percentile.</param>
/// <param name="P99Seconds">99th percentile.</param>
/// <param name="P999Seconds">99.9th percentile.</param>
/// <param name="MaxSeconds">Maximum.</param>
/// <param name="Histogram">The histogram of the times.</param>
internal sealed record SimulatedRoundTrips(
    long Count,
    double MeanSeconds,
    double P50Seconds,
    double P90Seconds,
    double P99Seconds,
    double P999Seconds,
    double MaxSeconds,
    IReadOnlyList<SimulatedBucket> Histogram
)
{
    public static SimulatedRoundTrips From(RoundTrips trips)
    {
        double[] seconds = [.. trips.Quantiles.Select(quantile => quantile.TotalSeconds)];
        return new SimulatedRoundTrips(
            trips.Count,
            trips.Mean.TotalSeconds,
            seconds[0],
            seconds[1],
            seconds[2],
            seconds[3],
            seconds[4],
            [.. trips.Buckets.Select(bucket => new SimulatedBucket(bucket.UpTo.TotalSeconds, bucket.Count))]
        );
    }
}

/// <summary>A bucket of a histogram.</summary>
/// <param name="UpToSeconds">The bucket's upper bound; its lower bound is the upper bound of the bucket before.</param>
/// <param name="Count">How many times are in the bucket.</param>
internal sealed record SimulatedBucket(double UpToSeconds, long Count);

/// <summary>The simulator's own performance, which depends on the machine.</summary>
/// <param name="Threads">Number of threads.</param>
/// <param name="ElapsedSeconds">Elapsed time, including the log, without the preparation of the population.</param>
/// <param name="EventsPerSecond">Events per second of elapsed time.</param>
internal sealed record SimulatedSelf(int Threads, double ElapsedSeconds, double EventsPerSecond);

/// <summary>Source-generated serialisation, because programs compiled ahead of time have no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SimulateReport))]
internal sealed partial class SimulateJson : JsonSerializerContext;
