using MGen.Analysis.Results;
using MGen.Report.Charts;
using MGen.Report.Markup;
using MGen.Report.Quantities;
using MGen.Report.Sets;
using MGen.Report.Statistics;
using MGen.Report.Tables;

namespace MGen.Report.Figures;

/// <summary>A statistic by class of messages: by group size or by message size.</summary>
internal sealed class ClassFigure
{
    /// <summary>A longer name is cut, so that the statistic's name fits.</summary>
    private const int LongestSetName = 14;

    public required string Id { get; init; }

    public required string Title { get; init; }

    public required string Measure { get; init; }

    public required Quantity Quantity { get; init; }

    /// <summary>The property by which messages are classified, as in <c>members of the group</c>.</summary>
    public required string ClassMeasure { get; init; }

    /// <summary>How the bounds of a class are formatted.</summary>
    public required Quantity ClassQuantity { get; init; }

    public required Func<AnalysisResult, IReadOnlyList<ClassResult>> Classes { get; init; }

    public bool IsLog { get; init; }

    public string Remark { get; init; } = "";

    /// <summary>One line per set and statistic; the first statistic's lines are solid, the others' dashed.</summary>
    public Figure? Create(
        IReadOnlyList<RunSet> sets,
        IReadOnlyList<(string Name, Func<ClassResult, double?> Value)> statistics
    )
    {
        (long From, long? To)[] classes =
        [
            .. sets.SelectMany(set => set.Runs)
                .SelectMany(Classes)
                .Where(c => c.Sent > 0)
                .Select(c => (c.From, c.To))
                .Distinct()
                .Order(),
        ];
        Line[] lines =
        [
            .. sets.SelectMany(
                (set, color) =>
                    statistics.Select((statistic, i) => Summarize(set, sets.Count, color, statistic, i, classes))
            ),
        ];
        double[] values =
        [
            .. lines
                .SelectMany(line => line.Values)
                .SelectMany(value => new[] { value.Mean, value.Low, value.High })
                .Where(double.IsFinite),
        ];
        if (values.Length == 0)
            return null;
        string[] names = [.. classes.Select(c => Name(c.From, c.To))];
        XyChart chart = new()
        {
            Id = Id,
            Title = Title,
            Description =
                $"{Measure} by {ClassMeasure}. "
                + string.Join(
                    " ",
                    lines.Select(line =>
                        $"{line.Name}: from {Quantity.Text(line.Values[0].Mean)} ({names[0]}) to {Quantity.Text(line.Values[^1].Mean)} ({names[^1]})."
                    )
                ),
            X = new Axis(ClassMeasure, Quantity.Count, new LinearScale(-0.5, classes.Length - 0.5)),
            Y = new Axis(Measure + (IsLog ? " (log scale)" : ""), Quantity, YScale(values)),
            Categories = names,
            Series = [.. lines.Select(line => ToSeries(line, classes))],
        };
        return new Figure(chart, Note(sets), Shown(lines, names), Data(lines, classes));
    }

    /// <summary>The name of a class: its only number, or both bounds.</summary>
    public string Name(long from, long? to) =>
        to switch
        {
            null => $"{ClassQuantity.Text(from)}+",
            { } same when same == from => ClassQuantity.Text(from),
            { } last when ClassQuantity == Quantity.Count => $"{ClassQuantity.Text(from)}–{ClassQuantity.Text(last)}",
            { } last => $"≤ {ClassQuantity.Text(last)}",
        };

    private Line Summarize(
        RunSet set,
        int sets,
        int color,
        (string Name, Func<ClassResult, double?> Value) statistic,
        int index,
        (long From, long? To)[] classes
    )
    {
        string name =
            sets == 1 ? statistic.Name
            : statistic.Name.Length == 0 ? set.Name
            : $"{Visible.Cut(set.Name, LongestSetName)} {statistic.Name}";
        MeanInterval[] values =
        [
            .. classes.Select(wanted =>
                MeanInterval.From([
                    .. set
                        .Runs.SelectMany(Classes)
                        .Where(c => (c.From, c.To) == wanted)
                        .Select(statistic.Value)
                        .OfType<double>()
                        .Where(double.IsFinite),
                ])
            ),
        ];
        return new Line(
            set.Name,
            statistic.Name,
            name,
            color,
            index == 0 ? null
                : index == 1 ? "6 3"
                : "2 3",
            values
        );
    }

    private Scale YScale(double[] values) =>
        IsLog
            ? LogScale.Around(values.Where(value => value > 0).DefaultIfEmpty(0.001).Min(), values.Max())
            : LinearScale.FromZero(values.Max(), Quantity);

    private static Series ToSeries(Line line, (long From, long? To)[] classes)
    {
        (double At, MeanInterval Value)[] known =
        [
            .. line.Values.Select((value, i) => ((double)i, value)).Where(value => value.value.IsKnown),
        ];
        return new Series(line.Name, line.Color, [.. line.Values.SelectMany((value, i) => Points(i, value, classes))])
        {
            Dash = line.Dash,
            HasMarkers = true,
            BandLow = [.. known.Select(value => new Point(value.At, value.Value.Low))],
            BandHigh = [.. known.Select(value => new Point(value.At, value.Value.High))],
        };
    }

    /// <summary>
    /// Returns a class's point. If classes between it and the previous one have no data, a gap in the line precedes it.
    /// </summary>
    private static IEnumerable<Point> Points(int index, MeanInterval value, (long From, long? To)[] classes)
    {
        if (index > 0 && classes[index].From > classes[index - 1].To + 1)
            yield return new Point(double.NaN, double.NaN);
        yield return new Point(index, value.Mean);
    }

    private string Note(IReadOnlyList<RunSet> sets)
    {
        string counts =
            "n (messages) "
            + string.Join(
                " · ",
                sets.Select(set =>
                    (sets.Count == 1 ? "= " : set.Name + " ")
                    + Quantity.Count.Text(set.Runs.SelectMany(Classes).Sum(c => c.Sent))
                )
            );
        string band = sets.Any(set => set.Runs.Count > 1) ? $" Means over runs. {IntervalText.BandNote}" : "";
        return $"{counts}.{band}{(Remark.Length == 0 ? "" : " " + Remark)}";
    }

    private Table Shown(Line[] lines, string[] names) =>
        new(
            [ClassMeasure, .. lines.Select(line => line.Name.Length == 0 ? Measure : line.Name)],
            [
                .. names.Select(
                    (name, i) =>
                        (IReadOnlyList<string>)
                            [name, .. lines.Select(line => IntervalText.Format(line.Values[i], Quantity))]
                ),
            ]
        );

    private Table Data(Line[] lines, (long From, long? To)[] classes)
    {
        string unit = Quantity.ColumnSuffix;
        string bound = ClassQuantity.ColumnSuffix;
        return new Table(
            ["set", "statistic", "from" + bound, "to" + bound, "mean" + unit, "low95" + unit, "high95" + unit, "runs"],
            [
                .. lines.SelectMany(line =>
                    line.Values.Select(
                        (value, i) =>
                            (IReadOnlyList<string>)
                                [
                                    line.Set,
                                    line.Statistic,
                                    CsvText.Number(classes[i].From),
                                    classes[i].To is { } to ? CsvText.Number(to) : "",
                                    .. IntervalText.Cells(value),
                                ]
                    )
                ),
            ]
        );
    }

    private sealed record Line(
        string Set,
        string Statistic,
        string Name,
        int Color,
        string? Dash,
        MeanInterval[] Values
    );
}
