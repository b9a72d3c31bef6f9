using MGen.Report.Pages;
using MGen.Report.Sets;

namespace MGen.Report.Tests;

/// <summary>Reports of sample runs.</summary>
internal static class SampleReports
{
    public static DateTimeOffset MadeAt { get; } = new(2026, 11, 24, 6, 0, 0, TimeSpan.Zero);

    public static RunReport Create(params RunSet[] sets) =>
        new(
            new ReportRequest
            {
                Sets = sets,
                Title = "Sample",
                ProgramVersion = "0.1.0",
                MadeAt = MadeAt,
            }
        );

    public static RunSet One(SampleRun? run = null) => new("live", [(run ?? new SampleRun()).Make()]);

    public static RunSet Many(string name, double median, int count, double sigma = 0.6, double missing = 0.001) =>
        new(
            name,
            [
                .. Enumerable
                    .Range(1, count)
                    .Select(i =>
                        new SampleRun
                        {
                            Label = $"{name}-{i}",
                            Seed = i,
                            MedianSeconds = median,
                            Sigma = sigma,
                            Missing = missing,
                        }.Make()
                    ),
            ]
        );

    /// <summary>Three sets of five runs each, as a paper would compare them.</summary>
    public static RunReport Compared() =>
        Create(Many("direct", 0.02, 5, 0.4, 0), Many("tor", 0.24, 5), Many("tor, busy", 0.41, 5, 0.9, 0.01));

    /// <summary>A run with empty logs.</summary>
    public static RunSet Nothing() =>
        One(
            new SampleRun
            {
                Label = "nothing",
                Users = 0,
                Messages = 0,
                Seconds = 0,
                Missing = 0,
                Losses = new Dictionary<string, long>(),
            }
        );

    /// <summary>Names that try to inject markup.</summary>
    public static string Hostile(int index) =>
        (index % 6) switch
        {
            0 => $"<script>document.title='owned{index}'</script>",
            1 => $"\"><img src=x onerror=alert({index})>",
            2 => $"\u202Egpj.exe\u2066{index}",
            3 => $"</svg></title></table>{index}",
            4 => new string('W', 1000) + index,
            _ => $"علي {index} 😀\u0001\ud800",
        };

    public static RunReport HostileNames() =>
        Create(
            new RunSet(
                "<script>alert(1)</script>",
                [
                    new SampleRun
                    {
                        UserName = Hostile,
                        Label = "]]>--><b>",
                        Warnings = ["<img src=x onerror=alert(2)>"],
                        Losses = new Dictionary<string, long>
                        {
                            ["<u>dropped: \u202Ex</u>"] = 3,
                            [new string('M', 1000)] = 4,
                        },
                    }.Make(),
                ]
            ),
            new RunSet(
                new string('W', 500),
                [
                    new SampleRun
                    {
                        Seed = 2,
                        UserName = Hostile,
                        Label = "\"'&",
                    }.Make(),
                ]
            )
        );
}
