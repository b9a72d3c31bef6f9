using MGen.Analysis.Results;
using MGen.Report.Charts;
using MGen.Report.Figures;
using MGen.Report.Sets;

namespace MGen.Report.Pages;

/// <summary>A report on runs: one page, and the same figures as files.</summary>
public sealed class RunReport
{
    private readonly ReportRequest _request;
    private readonly IReadOnlyList<Section> _sections;

    /// <summary>Creates the figures.</summary>
    /// <exception cref="ArgumentException">There are no sets, too many sets, or a set without runs.</exception>
    public RunReport(ReportRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Sets.Count is 0 or > ReportRequest.MaxSets || request.Sets.Any(set => set.Runs.Count == 0))
            throw new ArgumentException(
                $"a report has 1 to {ReportRequest.MaxSets} sets of at least one run",
                nameof(request)
            );
        _request = request with { Sets = SetNames.Shorten(request.Sets) };
        IReadOnlyList<RunSet> sets = _request.Sets;
        Section comparison = ComparisonSection.Create(sets);
        // A single run has nothing to compare, and its main numbers are tiles at the top, so this section is near the
        // end.
        bool isOne = sets is [{ Runs.Count: 1 }];
        _sections =
        [
            .. isOne ? (Section[])[] : [comparison],
            VolumeSection.Create(sets),
            LatencySection.Create(sets),
            ClassSection.OfGroups(sets),
            ClassSection.OfMessages(sets),
            PeopleSection.Create(sets),
            LossSection.Create(sets),
            SelfSection.Create(sets),
            .. isOne ? (Section[])[comparison] : [],
            .. _request.Facts is { } facts ? (Section[])[FactSection.From(facts)] : [],
        ];
        Warnings =
        [
            .. SetCheck.Check(sets),
            .. sets.SelectMany(set => set.Runs)
                .SelectMany(run => run.Warnings.Select(warning => $"{run.Label}: {warning}")),
        ];
    }

    /// <summary>The worst verdict of all runs.</summary>
    public Verdict Verdict => RunVerdicts.Worst(_request.Sets);

    /// <summary><see cref="Verdict"/> as a sentence.</summary>
    public string VerdictSentence => RunVerdicts.Sentence(_request.Sets);

    /// <summary>Warnings about the comparison and about each run.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>
    /// The figures in the page's order: the names of their files without extension, and their titles.
    /// </summary>
    public IReadOnlyList<(string Id, string Title)> Figures =>
        [.. _sections.SelectMany(section => section.Figures).Select(figure => (figure.Chart.Id, figure.Chart.Title))];

    /// <summary>The main numbers of one set.</summary>
    public static IReadOnlyList<SetMeasure> MeasuresOf(RunSet set) => ComparisonSection.MeasuresOf(set);

    /// <summary>The page: HTML that needs no other file and no network.</summary>
    public string ToHtml() => new ReportPage(_request, _sections, Warnings).ToHtml();

    /// <summary>Each figure as an SVG file and its numbers as a CSV file: names and contents.</summary>
    /// <param name="size">The size of each figure on paper; <c>null</c>: as on the page.</param>
    public IEnumerable<(string Name, string Content)> Plots(FigureSize? size = null) =>
        _sections.SelectMany(section => section.Figures).SelectMany(figure => FigureFiles.Create(figure, size));
}
