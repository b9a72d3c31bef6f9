using MGen.Analysis.Results;
using MGen.Report.Charts;
using MGen.Report.Quantities;
using MGen.Report.Statistics;
using MGen.Report.Tables;

namespace MGen.Report.Figures;

/// <summary>Events over time: lines of means over the runs of a set, with a band.</summary>
internal sealed class TimeFigure
{
    private const int MostRowsShown = 16;

    /// <summary>
    /// Factor by which bands may extend the axis. Wider bands are cut, because the band of two different runs can be
    /// many times as wide as their mean.
    /// </summary>
    private const double MostRoomForBands = 1.6;

    public required string Id { get; init; }

    public required string Title { get; init; }

    public required string Measure { get; init; }

    public required Quantity Quantity { get; init; }

    public required TimeGrid Grid { get; init; }

    public string Remark { get; init; } = "";

    /// <summary>Creates the figure; <c>null</c> if no value is above 0.</summary>
    public Figure? Create(IReadOnlyList<TimeLine> lines)
    {
        Curve[] curves =
        [
            .. lines.Select(line => new Curve(line.Name, line.Color, Means([.. line.Runs.Select(line.Values)]))),
        ];
        double largest = curves
            .SelectMany(curve => curve.Bins)
            .Select(bin => bin.Mean)
            .Where(double.IsFinite)
            .DefaultIfEmpty(0)
            .Max();
        if (largest <= 0)
            return null;
        double highest = curves
            .SelectMany(curve => curve.Bins)
            .Select(bin => bin.IsKnown ? bin.High : bin.Mean)
            .Where(double.IsFinite)
            .Max();
        XyChart chart = new()
        {
            Id = Id,
            Title = Title,
            Description =
                $"{Measure} over time. "
                + string.Join(
                    " ",
                    curves.Select(curve => $"{curve.Name}: {Quantity.Text(Mean(curve.Bins))} on average.")
                ),
            X = new Axis(
                "time since the start of the run",
                Quantity.Clock,
                new LinearScale(0, Grid.Count * Grid.BinSeconds)
            ),
            Y = new Axis(
                Measure,
                Quantity,
                LinearScale.FromZero(Math.Min(highest, largest * MostRoomForBands), Quantity)
            ),
            Series = [.. curves.Select(curve => ToSeries(curve))],
            Names = NamePlace.LineEnds,
        };
        return new Figure(chart, Note(lines.Max(line => line.Runs.Count)), Shown(curves), Data(curves));
    }

    private string Note(int runs)
    {
        string means = runs > 1 ? $" Means of up to {runs} runs. {IntervalText.BandNote}" : "";
        return $"Bins of {Quantity.Clock.Text(Grid.BinSeconds)} from the first line of a client or peer.{means}{Remark}";
    }

    private static double Mean(MeanInterval[] bins) =>
        bins.Select(bin => bin.Mean).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    private MeanInterval[] Means(double[][] runs) =>
        [
            .. Enumerable
                .Range(0, Grid.Count)
                .Select(bin => MeanInterval.From([.. runs.Select(run => run[bin]).Where(double.IsFinite)])),
        ];

    private Series ToSeries(Curve curve)
    {
        (double At, MeanInterval Value)[] known =
        [
            .. curve.Bins.Select((bin, i) => (Grid.Middle(i), bin)).Where(bin => bin.bin.IsKnown),
        ];
        return new Series(
            curve.Name,
            curve.Color,
            [.. curve.Bins.Select((bin, i) => new Point(Grid.Middle(i), bin.Mean))]
        )
        {
            BandLow = [.. known.Select(bin => new Point(bin.At, bin.Value.Low))],
            BandHigh = [.. known.Select(bin => new Point(bin.At, bin.Value.High))],
            HasMarkers = Grid.Count == 1,
            Dash = null,
        };
    }

    private Table Shown(Curve[] curves)
    {
        int step = (Grid.Count + MostRowsShown - 1) / MostRowsShown;
        return new Table(
            ["from", .. curves.Select(curve => curve.Name)],
            [
                .. Enumerable
                    .Range(0, (Grid.Count + step - 1) / step)
                    .Select(row =>
                        (IReadOnlyList<string>)
                            [
                                Quantity.Clock.Text(row * step * Grid.BinSeconds),
                                .. curves.Select(curve =>
                                    Quantity.Text(Mean([.. curve.Bins.Skip(row * step).Take(step)]))
                                ),
                            ]
                    ),
            ]
        )
        {
            Note = step > 1 ? $"Means of {step} bins each; --plots writes all {Grid.Count}." : "",
        };
    }

    private Table Data(Curve[] curves)
    {
        string unit = Quantity.ColumnSuffix;
        return new Table(
            ["line", "from_seconds", "to_seconds", "mean" + unit, "low95" + unit, "high95" + unit, "runs"],
            [
                .. curves.SelectMany(curve =>
                    curve.Bins.Select(
                        (bin, i) =>
                            (IReadOnlyList<string>)
                                [
                                    curve.Name,
                                    CsvText.Number(i * Grid.BinSeconds),
                                    CsvText.Number((i + 1) * Grid.BinSeconds),
                                    .. IntervalText.Cells(bin),
                                ]
                    )
                ),
            ]
        );
    }

    private sealed record Curve(string Name, int Color, MeanInterval[] Bins);
}

/// <summary>A line of a figure over time.</summary>
/// <param name="Name">The name at the end of the line; empty if there is only one line.</param>
/// <param name="Color">The index of its colour in the palette.</param>
/// <param name="Runs">The runs over which the mean is taken.</param>
/// <param name="Values">Returns a run's values, one per bin of the figure's grid.</param>
internal sealed record TimeLine(
    string Name,
    int Color,
    IReadOnlyList<AnalysisResult> Runs,
    Func<AnalysisResult, double[]> Values
);
