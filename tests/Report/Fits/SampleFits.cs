using MGen.Fitting.Goodness;
using MGen.Fitting.Reporting;
using MGen.Report.Fits;

namespace MGen.Report.Tests.Fits;

/// <summary>Invented fits.</summary>
internal static class SampleFits
{
    public static FitPictures Pictures(FitReport? fit = null) => new(fit ?? Create(Goodness()), "0.1.0");

    /// <summary>A fit with this many users and the results of its simulation.</summary>
    public static FitReport Create(GoodnessOfFit? goodness, int users = 3, params string[] warnings) =>
        new(
            1,
            7,
            "quiet",
            [],
            [
                new InputReport(
                    1,
                    "whatsApp",
                    2,
                    900,
                    12,
                    new Dictionary<string, long> { ["badDate"] = 2 },
                    new Dictionary<string, long>(),
                    ["dates are day, month, year"]
                ),
            ],
            new FitTotals(2, 900, users, users, 2),
            [0, 0, 1, 1],
            [.. Enumerable.Range(1, users).Select(User)],
            goodness,
            null,
            warnings
        );

    /// <summary>
    /// Simulated idle delays twice as long as real ones; sizes of which most are one block; a distribution that no user
    /// has in both.
    /// </summary>
    public static GoodnessOfFit Goodness() =>
        new(
            900,
            700,
            0.66,
            0.4,
            0.53,
            null,
            [
                Compare("i", "s", percent => (long)Math.Exp(percent / 8), 2),
                Compare("w", "s", percent => percent < 50 ? 0 : 30, 1),
                new DistributionComparison("a_s", "s", 0, null, null, [], null, null, []),
                Compare("a_r", "s", percent => percent < 90 ? 1 + (long)(percent / 5) : 3600, 1),
                Compare("m", "blocks", percent => percent < 95 ? 1 : 400, 1),
            ]
        );

    private static DistributionComparison Compare(
        string symbol,
        string unit,
        Func<double, long> quantile,
        int factor
    ) =>
        new(
            symbol,
            unit,
            3,
            0.052,
            0.1,
            [0.02, 0.1, 0.75],
            10,
            10 * factor,
            [
                .. Enumerable
                    .Range(1, 99)
                    .Select(percent => (double)percent)
                    .Append(99.9)
                    .Select(percent => new QuantilePair(percent, quantile(percent), quantile(percent) * factor)),
            ]
        );

    private static UserReport User(int number) =>
        new(
            $"u{number:x12}",
            true,
            1,
            100 * number,
            3,
            5_000,
            200,
            0.01,
            1.5,
            0.02,
            0.3,
            -812.5,
            0,
            0.6,
            0.5,
            new Dictionary<string, double>
            {
                ["i"] = 497,
                ["w"] = 27,
                ["a_s"] = 506,
                ["a_r"] = 398,
            },
            2.6,
            ["a_s"]
        );
}
