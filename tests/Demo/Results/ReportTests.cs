using System.Text.Json;
using MGen.Analysis.Results;
using MGen.Cli;
using MGen.Demo.Nodes;
using MGen.Demo.Results;
using MGen.SwarmHosting;
using MGen.Tools.Tests;

namespace MGen.Demo.Tests.Results;

public sealed class ReportTests
{
    [Fact]
    public void Summary_CleanRun_HasThisText() =>
        Assert.Equal(
            """
            run          ok   30.0 s   seed 42   config HASH   vVERSION
            population   users 20   groups 24   conversations 58   TLS by openssl
            messages     sent 1,234   delivered 4,000   receipts 4,000   lost 0
            latency      p50 1 ms   p90 2 ms   p99 10 ms   max 100 ms   (n = 4,000)
            attachments  up 12 (1.23 MB)   down 30 (3.46 MB)
            losses       none
            self         schedule lag p99 5 ms   max 50 ms   GC pauses 12.3 ms in all
            logs         logs

            """.Replace("HASH", Outcomes.Identity.Population.ConfigHash, StringComparison.Ordinal).Replace(
                "VERSION",
                ProgramVersion.Text,
                StringComparison.Ordinal
            ),
            SummaryText.Format(new DemoReport(Outcomes.Clean))
        );

    [Fact]
    public void Summary_LossesAndFaults_ListsLossesByReasonAndWarningsLast()
    {
        DemoOutcome outcome = Outcomes.Clean with
        {
            Analysis = Outcomes.Analysis with
            {
                Messages = Outcomes.Messages with { Delivered = 3_993, Acknowledged = 3_992, Unexpected = 1 },
                Losses = new Dictionary<string, long>
                {
                    ["receiptNotDelivered"] = 1,
                    ["notDelivered"] = 5,
                    ["neverReachedServer"] = 2,
                },
                Warnings = ["a warning of the analysis"],
            },
            Swarm = Outcomes.Swarm with { ScheduleLag = Outcomes.Times(1_234, 20), AttachmentErrors = 3 },
            Self = Outcomes.Self with { LogLinesLost = 7 },
            HasDiagnostics = true,
        };

        string[] lines = SummaryText.Format(new DemoReport(outcome)).Split('\n');

        Assert.StartsWith("run          lossy   30.0 s", lines[0], StringComparison.Ordinal);
        Assert.Equal("messages     sent 1,234   delivered 3,993   receipts 3,992   lost 7", lines[2]);
        Assert.Equal("losses       never reached server 2   not delivered 5   receipt not delivered 1", lines[5]);
        Assert.Equal(
            [
                "warning      the generator lagged: the p99 of the schedule lag is above 100.0 ms; run fewer users per process",
                "warning      7 lines of the event log could not be written",
                "warning      a warning of the analysis",
                "warning      3 uploads or downloads failed and were retried",
                "warning      the programs wrote diagnostics; see diagnostics.txt",
                "logs         logs",
                "",
            ],
            lines[7..]
        );
    }

    [Fact]
    public void Summary_Cluster_ListsKillsAndTheirEffects()
    {
        string[] lines = SummaryText.Format(new DemoReport(WithCluster())).Split('\n');

        Assert.Equal(
            [
                "cluster      silos 2   gateways 2",
                "killed       silo 1 after 4.0 s   paused for 3.41 s: 23 deliveries held up",
                "killed       gateway 1 after 9.4 s   paused for 2.1 s: 8 deliveries held up",
            ],
            lines[2..5]
        );
    }

    [Fact]
    public void Json_Cluster_FitsTheSchema() =>
        SchemaCheck.AssertFits(
            JsonElement.Parse(new DemoReport(WithCluster(new NodeName(NodeKind.Silo, 2))).ToJson()),
            "demo.schema.json"
        );

    [Fact]
    public void Verdict_ClusterWithPlannedKills_IsOk() => AssertVerdict(RunVerdict.Ok, 0, WithCluster());

    [Fact]
    public void Verdict_UnexpectedEndOfAProcess_IsDoubtfulAndNamesIt()
    {
        DemoOutcome outcome = WithCluster(new NodeName(NodeKind.Silo, 2));

        AssertVerdict(RunVerdict.Doubtful, 5, outcome);
        Assert.Contains("silo 2 ended unexpectedly; see mgen-silo-2.txt", new DemoReport(outcome).Warnings);
    }

    [Fact]
    public void Verdict_MissingKill_IsDoubtfulWithAWarning()
    {
        DemoOutcome outcome = WithCluster() with { Kills = [Outcomes.Kills[0]] };

        AssertVerdict(RunVerdict.Doubtful, 5, outcome);
        Assert.Contains(
            "only 1 of 2 processes were killed: the cluster was not ready for more",
            new DemoReport(outcome).Warnings
        );
    }

    [Fact]
    public void Verdict_CleanRun_IsOk() => AssertVerdict(RunVerdict.Ok, 0, Outcomes.Clean);

    [Fact]
    public void Verdict_AnyLoss_IsLossy() =>
        AssertVerdict(
            RunVerdict.Lossy,
            4,
            Outcomes.Clean with
            {
                Analysis = Outcomes.Analysis with { Losses = new Dictionary<string, long> { ["notDelivered"] = 1 } },
            }
        );

    [Fact]
    public void Verdict_AttachmentsMissing_IsLossyAndNamesTheDirection()
    {
        DemoOutcome outcome = Outcomes.Clean with
        {
            Swarm = Outcomes.Swarm with { AttachmentsUploaded = 11, AttachmentsDownloaded = 28 },
        };

        AssertVerdict(RunVerdict.Lossy, 4, outcome);
        Assert.Equal(
            [("notDownloaded", 2), ("notUploaded", 1)],
            new DemoReport(outcome).Losses.Select(loss => (loss.Key, loss.Value))
        );
    }

    [Fact]
    public void Verdict_MessageMissingInTheLogs_IsDoubtfulWithAWarning()
    {
        DemoOutcome outcome = Outcomes.Clean with
        {
            Analysis = Outcomes.Analysis with { Messages = Outcomes.Messages with { Sent = 1_233 } },
        };

        AssertVerdict(RunVerdict.Doubtful, 5, outcome);
        Assert.Contains(
            "the event logs contain 1,233 messages, but users sent 1,234",
            new DemoReport(outcome).Warnings
        );
    }

    [Fact]
    public void Verdict_PeersSendAttachmentsInline_IsOk() =>
        AssertVerdict(
            RunVerdict.Ok,
            0,
            Outcomes.Clean with
            {
                Identity = Outcomes.With(DeploymentKind.Peers),
                Swarm = Outcomes.Swarm with { AttachmentsUploaded = 0, AttachmentsDownloaded = 0 },
            }
        );

    [Fact]
    public void Verdict_SomethingUnexpected_IsLossy() =>
        AssertVerdict(RunVerdict.Lossy, 4, Outcomes.Clean with { Analysis = WithUnexpected });

    [Fact]
    public void Verdict_GeneratorLagged_IsDoubtful() =>
        AssertVerdict(
            RunVerdict.Doubtful,
            5,
            Outcomes.Clean with
            {
                Swarm = Outcomes.Swarm with { ScheduleLag = Outcomes.Times(10, 10.1) },
            }
        );

    [Fact]
    public void Verdict_Fault_IsFaulty() =>
        AssertVerdict(
            new RunVerdict("faulty", ExitCode.Bug),
            1,
            Outcomes.Clean with
            {
                Swarm = Outcomes.Swarm with { Faults = 1 },
            }
        );

    [Fact]
    public void Verdict_AnalysisDoubtsTheLogs_IsDoubtfulUnlessAProcessWasKilled()
    {
        AnalysisResult doubtful = Outcomes.Analysis with { Verdict = Verdict.Doubtful };

        AssertVerdict(RunVerdict.Doubtful, 5, Outcomes.Clean with { Analysis = doubtful });
        AssertVerdict(RunVerdict.Ok, 0, WithCluster() with { Analysis = doubtful });
    }

    [Fact]
    public void Verdict_Interrupted_PrecedesAllOthers() =>
        AssertVerdict(
            RunVerdict.Interrupted,
            130,
            Outcomes.Clean with
            {
                WasInterrupted = true,
                Analysis = WithUnexpected,
            }
        );

    private static AnalysisResult WithUnexpected =>
        Outcomes.Analysis with
        {
            Messages = Outcomes.Messages with { Duplicates = 1 },
        };

    private static DemoOutcome WithCluster(params NodeName[] endedByThemselves) =>
        Outcomes.Clean with
        {
            Identity = Outcomes.With(DeploymentKind.Cluster),
            EndedByThemselves = endedByThemselves,
            Kills = Outcomes.Kills,
        };

    private static void AssertVerdict(RunVerdict verdict, int exitCode, DemoOutcome outcome)
    {
        DemoReport report = new DemoReport(outcome);
        Assert.Equal((verdict, exitCode), (report.Verdict, (int)report.Verdict.Code));
    }
}
