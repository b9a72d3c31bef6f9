using System.Text.Json;
using System.Text.Json.Serialization;
using MGen.Cli;
using MGen.Export;
using MGen.Population.Statistics;
using MGen.Simulation;
using MGen.Simulation.Results;

namespace MGen.Tools.Simulating;

/// <summary>
/// The statistics of <c>simulate</c> for a program; the contract is <c>docs/schemas/simulate.schema.json</c>.
/// </summary>
/// <param name="Version">Version of the schema.</param>
/// <param name="Ok">Whether the event log, if there is one, is complete.</param>
/// <param name="Run">What was simulated.</param>
/// <param name="Counts">What happened.</param>
/// <param name="RoundTrips">How long messages took to their receipts.</param>
/// <param name="LogLines">Lines of the event log; 0 with <c>--stats-only</c>.</param>
/// <param name="LogLinesLost">Lines that could not be written.</param>
/// <param name="Self">The simulator about itself.</param>
/// <param name="Exported">What was exported; <c>null</c> without <c>--export</c>.</param>
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
    /// Messages that a person made per day, over all groups; 0 without people. Where only groups of observed people are
    /// simulated, it is of these people.
    /// </summary>
    public double MessagesPerPersonAndDay =>
        PerPersonAndDay(Observed ?? new ObservedVolume(Counts.MessagesSent, Counts.Users));

    /// <summary>What observed people made, where only their groups are simulated; else <c>null</c>.</summary>
    [JsonIgnore]
    public ObservedVolume? Observed { get; init; }

    /// <summary>
    /// The share of the messages that were made in groups of three members or more, from 0 to 1; 0 without messages.
    /// </summary>
    public double ShareInGroups => Counts.MessagesSent == 0 ? 0 : (double)Counts.MessagesInGroups / Counts.MessagesSent;

    /// <summary>
    /// How much the people were expected to write, by a simulation of a sample before; <c>null</c> in a quiet run whose
    /// result is text.
    /// </summary>
    public ExpectedVolume? Expected { get; init; }

    public static SimulateReport Of(
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
            SimulatedRoundTrips.Of(result.RoundTrips),
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

/// <summary>What observed people made.</summary>
/// <param name="Messages">Messages, in all groups.</param>
/// <param name="People">Observed people.</param>
internal readonly record struct ObservedVolume(long Messages, int People);
