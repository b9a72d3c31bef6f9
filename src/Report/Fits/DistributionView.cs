using MGen.Fitting.Goodness;
using MGen.Report.Charts;
using MGen.Report.Quantities;

namespace MGen.Report.Fits;

/// <summary>A compared distribution as figures show it: its name and unit, on a logarithmic axis.</summary>
internal sealed class DistributionView
{
    /// <summary>
    /// The value at which 0 is drawn, because a logarithmic axis has no position for 0. Values are whole seconds and
    /// blocks.
    /// </summary>
    private const double PlaceOfZero = 0.5;

    private readonly DistributionComparison _comparison;

    public DistributionView(DistributionComparison comparison)
    {
        _comparison = comparison;
        IsTime = comparison.Unit == "s";
        (Name, Measure) = comparison.Symbol switch
        {
            "i" => ("Idle times", "time before a message sent while idle"),
            "w" => ("Active timeouts", "silence that a spell tolerates"),
            "a_s" => ("Delays after sent messages", "time after a sent message"),
            "a_r" => ("Delays after received messages", "time after a received message"),
            _ => ("Message sizes", "blocks of 160 bytes"),
        };
    }

    /// <summary>The symbol, as in <c>a_s</c>.</summary>
    public string Symbol => _comparison.Symbol;

    /// <summary>The symbol as used in the names of files and anchors: <c>a-s</c>.</summary>
    public string Slug => _comparison.Symbol.Replace('_', '-');

    /// <summary>The name of the quantity, in the plural.</summary>
    public string Name { get; }

    /// <summary>The title of an axis of its values.</summary>
    public string Measure { get; }

    /// <summary>How its values are formatted.</summary>
    public Quantity Quantity => IsTime ? Quantity.Time : Quantity.Count;

    /// <summary>The suffix of a column of its values.</summary>
    public string ColumnSuffix => IsTime ? "_seconds" : "_blocks";

    /// <summary>The compared quantiles, ascending.</summary>
    public IReadOnlyList<QuantilePair> Quantiles => _comparison.Quantiles;

    /// <summary>The number of users, the distance, and means.</summary>
    public string Note =>
        $"n = {Quantity.Count.Text(_comparison.Users)} users. KS {Quantity.Probability.Text(Math.Round(_comparison.KsDistance ?? double.NaN, 3))} over all, "
        + $"{Quantity.Probability.Text(Math.Round(_comparison.MedianUserKsDistance ?? double.NaN, 3))} for the median user. "
        + $"Mean {Quantity.Text(_comparison.SimulatedMean ?? double.NaN)} simulated, {Quantity.Text(_comparison.RealMean ?? double.NaN)} real."
        + (HasZero ? " 0 is drawn at 0.5." : "")
        + (_comparison.Symbol is "a_s" or "a_r" ? " 3,600 s represents the end of a spell: no further message." : "");

    private bool IsTime { get; }

    private bool HasZero => Quantiles.Any(pair => Math.Min(pair.Real, pair.Simulated) == 0);

    /// <summary>The position of a value on the axis.</summary>
    public static double Place(long value) => value > 0 ? value : PlaceOfZero;

    /// <summary>An axis that fits both distributions.</summary>
    public Axis Axis(string title) =>
        new(
            title + " (log scale)",
            Quantity,
            LogScale.Around(
                Place(Math.Min(Quantiles[0].Real, Quantiles[0].Simulated)),
                Place(Math.Max(Quantiles[^1].Real, Quantiles[^1].Simulated))
            )
        );

    /// <summary>The nearest quantile that was compared.</summary>
    public QuantilePair At(double percent) => Quantiles.MinBy(pair => Math.Abs(pair.Percent - percent))!;
}
