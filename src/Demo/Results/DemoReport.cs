using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MGen.Analysis.Results;
using MGen.Cli;
using MGen.Demo.Accounting;
using MGen.Demo.Nodes;
using MGen.Messenger.Measurement;
using MGen.SwarmHosting;

namespace MGen.Demo.Results;

/// <summary>
/// The judgement of a run, from the analysis of the event logs and from the users' counters. The counters are judged as
/// in <c>mgen-client</c> and <c>mgen-peer</c>.
/// </summary>
internal sealed class DemoReport
{
    /// <summary>
    /// Begins the names of losses that count the servers' log lines about dropped frames. The missing deliveries
    /// themselves are counted under other names.
    /// </summary>
    private const string DroppedPrefix = "dropped: ";

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
        WriteIndented = true,
    };

    private readonly DemoIdentity _identity;
    private readonly MessageCounts _messages;
    private readonly LedgerSnapshot _swarm;

    public DemoReport(DemoOutcome outcome)
    {
        Outcome = outcome;
        _identity = outcome.Identity;
        _messages = outcome.Analysis.Messages;
        _swarm = outcome.Swarm;
        Losses = CountLosses();
        Verdict = Judge();
        Warnings = [.. FindWarnings()];
    }

    public DemoOutcome Outcome { get; }

    public RunVerdict Verdict { get; }

    /// <summary>
    /// Lost deliveries, receipts and attachments, by the last place where the logs show them; places without losses are
    /// absent.
    /// </summary>
    public IReadOnlyDictionary<string, long> Losses { get; }

    public IReadOnlyList<string> Warnings { get; }

    /// <summary>
    /// Lines of messages and receipts that appear twice, and arrivals of messages whose send is not in the logs.
    /// </summary>
    public long Unexpected => _messages.Duplicates + _messages.Unexpected + _messages.SenderUnknown;

    /// <summary>Between peers attachments are sent inline.</summary>
    private bool HasWebServer => _identity.Deployment != DeploymentKind.Peers;

    private bool HasCluster => _identity.Deployment == DeploymentKind.Cluster;

    /// <summary>Whether the logs, from which all results come, have each message that a user sent.</summary>
    private bool IsLogComplete => _messages.Sent == _swarm.MessagesSent;

    /// <summary>
    /// The result for programs. Its contract is <c>docs/schemas/demo.schema.json</c>, which also explains the members.
    /// </summary>
    public string ToJson()
    {
        LatencyDistribution delivery = Outcome.Analysis.Delivery;
        AttachmentSummary attachments = Outcome.Analysis.Attachments;
        JsonObject document = JsonSerializer
            .SerializeToNode(
                new
                {
                    Version = 2,
                    Verdict = Verdict.Name,
                    ExitCode = (int)Verdict.Code,
                    Run = new
                    {
                        ProgramVersion = ProgramVersion.Text,
                        _identity.Seed,
                        _identity.Population.ConfigHash,
                        Users = _identity.Population.Users.Count,
                        Groups = _identity.Population.Groups.Count,
                        _identity.Population.Conversations,
                        Carriage = _identity.Deployment,
                        _identity.Engine,
                        _identity.Host,
                        StartMilliseconds = (long)Outcome.Times.Start.TotalMilliseconds,
                        TalkMilliseconds = (long)Outcome.Times.Talk.TotalMilliseconds,
                        StopMilliseconds = (long)Outcome.Times.Stop.TotalMilliseconds,
                    },
                    Cluster = new
                    {
                        Silos = LocalCluster.OfEachKind,
                        Gateways = LocalCluster.OfEachKind,
                        Kills = Outcome.Kills.Select(kill => new
                        {
                            kill.Node.Kind,
                            kill.Node.Number,
                            AfterMilliseconds = (long)kill.At.TotalMilliseconds,
                            DeliveriesHeldUp = kill.HeldUp,
                            PauseMilliseconds = (long)kill.Pause.TotalMilliseconds,
                        }),
                        EndedByThemselves = Outcome.EndedByThemselves.Select(node => node.ToString()),
                    },
                    Messages = new
                    {
                        _messages.Sent,
                        Owed = _messages.DeliveriesOwed,
                        _messages.Delivered,
                        Receipts = _messages.Acknowledged,
                        _messages.Lost,
                        Unexpected,
                        _swarm.BytesSent,
                        _swarm.BytesReceived,
                    },
                    LatencyMicroseconds = new TimesPart(
                        delivery.Count,
                        delivery.P50Microseconds,
                        delivery.P90Microseconds,
                        delivery.P99Microseconds,
                        delivery.MaxMicroseconds
                    ),
                    Attachments = new
                    {
                        Sent = HasWebServer ? attachments.Sent : 0,
                        Uploaded = _swarm.AttachmentsUploaded,
                        UploadedBytes = _swarm.AttachmentBytesUploaded,
                        Owed = HasWebServer ? attachments.Received : 0,
                        Downloaded = _swarm.AttachmentsDownloaded,
                        DownloadedBytes = _swarm.AttachmentBytesDownloaded,
                        Retried = _swarm.AttachmentErrors,
                    },
                    Losses,
                    Outcome.Self,
                    Warnings,
                    Logs = Outcome.LogDirectory,
                },
                Format
            )!
            .AsObject();
        if (!HasCluster)
            document.Remove("cluster");
        return document.ToJsonString(Format) + "\n";
    }

    /// <summary>
    /// Returns the worse verdict of the counters and the logs. A cluster is doubtful, too, if it has not shown both
    /// kills.
    /// </summary>
    private RunVerdict Judge()
    {
        RunVerdict verdict = RunVerdict.For(
            _swarm,
            Outcome.Times.Talk,
            Outcome.Self.LogLinesLost,
            isCutShort: Outcome.WasInterrupted
        );
        if (verdict.Code is not (ExitCode.Ok or ExitCode.Doubtful))
            return verdict;
        if (Losses.Count > 0 || Unexpected > 0)
            return RunVerdict.Lossy;
        // The log of a killed process may end within a line. The analysis then is doubtful, which does not count here.
        bool areLogsDoubtful =
            Outcome.Kills.Count == 0 && Outcome.Analysis.Verdict == Analysis.Results.Verdict.Doubtful;
        bool hasShownAll =
            !HasCluster || (Outcome.Kills.Count == KillDrill.Kills && Outcome.EndedByThemselves.Count == 0);
        return areLogsDoubtful || !IsLogComplete || !hasShownAll ? RunVerdict.Doubtful : verdict;
    }

    private SortedDictionary<string, long> CountLosses()
    {
        SortedDictionary<string, long> losses = new(StringComparer.Ordinal);
        foreach ((string stage, long count) in Outcome.Analysis.Losses)
        {
            // A killed server's log is incomplete: a message may have reached it although the log does not show it.
            bool isUntraced = Outcome.Kills.Count > 0 && stage == "neverReachedServer";
            if (!stage.StartsWith(DroppedPrefix, StringComparison.Ordinal))
                Add(isUntraced ? "unknown" : stage, count);
        }
        if (HasWebServer)
        {
            // From the swarm's counters: the log's lines about attachments do not name their message.
            Add("notUploaded", Outcome.Analysis.Attachments.Sent - _swarm.AttachmentsUploaded);
            Add("notDownloaded", Outcome.Analysis.Attachments.Received - _swarm.AttachmentsDownloaded);
        }
        return losses;

        void Add(string stage, long count)
        {
            if (count > 0)
                losses[stage] = losses.GetValueOrDefault(stage) + count;
        }
    }

    private IEnumerable<string> FindWarnings()
    {
        foreach (string warning in RunWarnings.Find(_swarm, Outcome.Times.Talk, Outcome.Self.LogLinesLost))
            yield return warning;
        foreach (string warning in Outcome.Analysis.Warnings)
            yield return warning;
        if (!IsLogComplete)
            yield return $"the event logs contain {QuantityText.Count(_messages.Sent)} messages, but users sent {QuantityText.Count(_swarm.MessagesSent)}";
        if (_swarm.AttachmentErrors > 0)
            yield return $"{QuantityText.Count(_swarm.AttachmentErrors)} uploads or downloads failed and were retried";
        foreach (NodeName node in Outcome.EndedByThemselves)
            yield return $"{node} ended unexpectedly; see {node.DiagnosticsFile}";
        if (HasCluster && !Outcome.WasInterrupted && Outcome.Kills.Count < KillDrill.Kills)
            yield return $"only {Outcome.Kills.Count} of {KillDrill.Kills} processes were killed: the cluster was not ready for more";
        if (Outcome.HasDiagnostics)
            yield return $"the programs wrote diagnostics; see {LogFolder.DiagnosticsFile}";
    }
}

/// <summary>The results of a run that has ended.</summary>
/// <param name="Identity">The parameters with which the run is repeated.</param>
/// <param name="Times">
/// Three durations: until all users were registered; the talk; from its end until everything had arrived and was
/// closed.
/// </param>
/// <param name="WasInterrupted">Whether a signal ended it early.</param>
/// <param name="Swarm">The users' counters.</param>
/// <param name="Self">The generator's health, before the analysis.</param>
/// <param name="Analysis">The analysis of all event logs of the run.</param>
/// <param name="LogDirectory">The directory of the logs.</param>
/// <param name="HasDiagnostics">Whether the servers or peers in this process wrote any diagnostics.</param>
/// <param name="EndedByThemselves">Processes of the cluster that ended unexpectedly.</param>
/// <param name="Kills">The kills, in order.</param>
internal sealed record DemoOutcome(
    DemoIdentity Identity,
    (TimeSpan Start, TimeSpan Talk, TimeSpan Stop) Times,
    bool WasInterrupted,
    LedgerSnapshot Swarm,
    SelfPart Self,
    AnalysisResult Analysis,
    string LogDirectory,
    bool HasDiagnostics,
    IReadOnlyList<NodeName> EndedByThemselves,
    IReadOnlyList<Kill> Kills
);
