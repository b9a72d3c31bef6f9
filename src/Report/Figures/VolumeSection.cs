using MGen.Analysis.Results;
using MGen.Report.Quantities;
using MGen.Report.Sets;
using MGen.Report.Statistics;

namespace MGen.Report.Figures;

/// <summary>How much was sent and received over time.</summary>
internal sealed class VolumeSection
{
    private readonly IReadOnlyList<RunSet> _sets;
    private readonly AnalysisResult[] _runs;
    private readonly TimeGrid _fine;
    private readonly TimeGrid _coarse;

    private VolumeSection(IReadOnlyList<RunSet> sets)
    {
        _sets = sets;
        _runs = [.. sets.SelectMany(set => set.Runs)];
        _fine = TimeGrid.For(_runs, TimeGrid.Fine);
        _coarse = TimeGrid.For(_runs, TimeGrid.Coarse);
    }

    /// <summary>A single set shows its kinds of messages together; several sets are compared kind by kind.</summary>
    public static Section Create(IReadOnlyList<RunSet> sets)
    {
        VolumeSection section = new(sets);
        IEnumerable<Figure?> figures =
        [
            .. sets.Count == 1 ? section.Together(sets[0]) : section.KindByKind(),
            .. section.Troubles(),
        ];
        return new Section("volumes", "Volumes", "Volumes over time", [.. figures.OfType<Figure>()], [])
        {
            Nothing = "The logs contain no message, receipt or error.",
        };
    }

    private IEnumerable<Figure?> Together(RunSet set)
    {
        yield return Messages("volume-messages", "Messages over time")
            .Create([
                Line("sent", 0, set, volumes => volumes.Sent),
                Line("received", 1, set, volumes => volumes.Received),
                Line("receipts", 2, set, volumes => volumes.Receipts),
            ]);
        yield return Bytes("Bytes of messages over time")
            .Create([
                Line("sent", 0, set, volumes => volumes.SentBytes),
                Line("received", 1, set, volumes => volumes.ReceivedBytes),
            ]);
    }

    private IEnumerable<Figure?> KindByKind()
    {
        yield return Messages("volume-sent", "Messages sent over time").Create(PerSet(_fine, volumes => volumes.Sent));
        yield return Messages("volume-received", "Messages received over time")
            .Create(PerSet(_fine, volumes => volumes.Received));
        yield return Bytes("Bytes received over time").Create(PerSet(_fine, volumes => volumes.ReceivedBytes));
    }

    private IEnumerable<Figure?> Troubles()
    {
        yield return New(
                "volume-round-trip",
                "Mean round trip over time",
                "mean round trip of messages sent then",
                Quantity.Time,
                _fine,
                " Acknowledged messages only."
            )
            .Create([.. _sets.Select((set, color) => new TimeLine(NameOf(set), color, set.Runs, MeanRoundTrips))]);
        yield return New(
                "volume-timeouts",
                "Time-outs, by the time of sending",
                "receipts late or missing, per second",
                Quantity.PerSecond,
                _coarse,
                ""
            )
            .Create(PerSet(_coarse, volumes => volumes.TimedOut));
        yield return New(
                "volume-errors",
                "Errors logged over time",
                "errors per second",
                Quantity.PerSecond,
                _coarse,
                ""
            )
            .Create(PerSet(_coarse, volumes => volumes.Errors));
    }

    private TimeFigure Messages(string id, string title)
    {
        bool isCut = _runs.Any(run => run.Settings.WarmupSeconds > 0 || run.Settings.CooldownSeconds > 0);
        return New(
            id,
            title,
            "messages per second",
            Quantity.PerSecond,
            _fine,
            isCut ? " Warm-up and cool-down are included here, and only here." : ""
        );
    }

    private TimeFigure Bytes(string title) =>
        New(
            "volume-bytes",
            title,
            "bytes per second",
            Quantity.BytesPerSecond,
            _fine,
            " Payloads only: the overhead of TLS and headers is not in the logs."
        );

    private static TimeFigure New(
        string id,
        string title,
        string measure,
        Quantity quantity,
        TimeGrid grid,
        string remark
    ) =>
        new()
        {
            Id = id,
            Title = title,
            Measure = measure,
            Quantity = quantity,
            Grid = grid,
            Remark = remark,
        };

    private TimeLine Line(string name, int color, RunSet set, Func<VolumeSeries, IReadOnlyList<long>> counts) =>
        new(name, color, set.Runs, run => _fine.Rates(run, counts(run.Volumes)));

    private TimeLine[] PerSet(TimeGrid grid, Func<VolumeSeries, IReadOnlyList<long>> counts) =>
        [
            .. _sets.Select(
                (set, color) => new TimeLine(NameOf(set), color, set.Runs, run => grid.Rates(run, counts(run.Volumes)))
            ),
        ];

    private double[] MeanRoundTrips(AnalysisResult run) =>
        _fine.Means(run, [.. run.Volumes.MeanRoundTripMicroseconds.Select(Microseconds.ToSeconds)]);

    private string NameOf(RunSet set) => _sets.Count == 1 ? "" : set.Name;
}
