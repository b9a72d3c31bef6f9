using MGen.Analysis.Results;
using MGen.Report.Sets;

namespace MGen.Report.Tests.Sets;

public sealed class SetCheckTests
{
    [Fact]
    public void Check_SoundSets_IsEmpty() =>
        Assert.Empty(SetCheck.Check([SampleReports.Many("a", 0.1, 3), Later(SampleReports.Many("b", 0.2, 3))]));

    [Fact]
    public void Check_OneSeedTwiceInASet_WarnsOfDependence()
    {
        AnalysisResult one = new SampleRun { Seed = 5 }.Make();
        AnalysisResult other = one with { Label = "other", Input = one.Input with { Lines = one.Input.Lines + 1 } };

        Assert.Contains(
            "seed 5",
            Assert.Single(SetCheck.Check([new RunSet("a", [one, other])])),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Check_OneSeedWithTwoConfigurationsInASet_WarnsOfMixture() =>
        Assert.Contains(
            "different configurations",
            Assert.Single(
                SetCheck.Check([
                    new RunSet(
                        "a",
                        [
                            new SampleRun { Seed = 5 }.Make(),
                            new SampleRun
                            {
                                Seed = 5,
                                Messages = 100,
                                ConfigHash = "00000000",
                            }.Make(),
                        ]
                    ),
                ])
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void Check_OneRunInTwoSets_WarnsOfDoubleCounting()
    {
        RunSet set = SampleReports.Many("a", 0.1, 2);

        Assert.Equal(
            ["a-1 and a-1 are the same run, counted 2 times", "a-2 and a-2 are the same run, counted 2 times"],
            SetCheck.Check([set, set with { Name = "b" }])
        );
    }

    [Fact]
    public void Check_DifferentTimeouts_WarnsOfRules()
    {
        AnalysisResult run = new SampleRun { Seed = 9 }.Make();

        Assert.Contains(
            "2 different rules",
            Assert.Single(
                SetCheck.Check([
                    SampleReports.One(),
                    new RunSet("b", [run with { Settings = run.Settings with { TimeoutSeconds = 5 } }]),
                ])
            ),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Check_SingleRunAmongSets_WarnsOfTheMissingInterval() =>
        Assert.Contains(
            "live: one run has no confidence interval",
            Assert.Single(SetCheck.Check([Later(SampleReports.Many("a", 0.1, 3)), SampleReports.One()])),
            StringComparison.Ordinal
        );

    [Fact]
    public void Shorten_LongNamesThatBecomeEqual_AreNumbered()
    {
        RunSet set = SampleReports.One() with { Name = new string('x', 60) };

        IReadOnlyList<RunSet> sets = SetNames.Shorten([set, set, set with { Name = "short" }]);

        Assert.Equal(
            [new string('x', 39) + "…", new string('x', 39) + "… (2)", "short"],
            sets.Select(shortened => shortened.Name)
        );
    }

    [Fact]
    public void Worst_MixedRuns_IsTheGravestAndCounted()
    {
        RunSet[] sets = [SampleReports.Many("a", 0.1, 2, missing: 0), SampleReports.Many("b", 0.1, 3)];

        Assert.Equal(Verdict.Lossy, RunVerdicts.Worst(sets));
        Assert.StartsWith("3 of 5 runs lossy: ", RunVerdicts.Sentence(sets), StringComparison.Ordinal);
    }

    // The samples of one seed began at the same time; those of another set begin later.
    private static RunSet Later(RunSet set) =>
        set with
        {
            Runs =
            [
                .. set.Runs.Select(run =>
                    run with
                    {
                        Input = run.Input with { FirstUnixSeconds = run.Input.FirstUnixSeconds + 0.5 },
                    }
                ),
            ],
        };
}
