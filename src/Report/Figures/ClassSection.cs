using MGen.Analysis.Results;
using MGen.Report.Quantities;
using MGen.Report.Sets;

namespace MGen.Report.Figures;

/// <summary>Latency and loss by size of the group or of the message.</summary>
internal sealed class ClassSection
{
    /// <summary>Fewest receipts owed for which a 99th percentile is shown.</summary>
    private const long LeastForP99 = 100;

    private readonly IReadOnlyList<RunSet> _sets;

    private ClassSection(IReadOnlyList<RunSet> sets) => _sets = sets;

    public required string Id { get; init; }

    public required string ClassMeasure { get; init; }

    public required Quantity ClassQuantity { get; init; }

    public required Func<AnalysisResult, IReadOnlyList<ClassResult>> Classes { get; init; }

    public static Section OfGroups(IReadOnlyList<RunSet> sets) =>
        new ClassSection(sets)
        {
            Id = "groups",
            ClassMeasure = "members of the group",
            ClassQuantity = Quantity.Count,
            Classes = run => run.GroupSizes,
        }.Make("Group size", "By the size of the group");

    public static Section OfMessages(IReadOnlyList<RunSet> sets) =>
        new ClassSection(sets)
        {
            Id = "sizes",
            ClassMeasure = "size of the message",
            ClassQuantity = Quantity.Bytes,
            Classes = run => run.MessageSizes,
        }.Make("Message size", "By the size of the message");

    private Section Make(string name, string title)
    {
        IEnumerable<Figure?> figures = [RoundTrips(), Timeouts(), Sent(), Losses()];
        return new Section(Id, name, title, [.. figures.OfType<Figure>()], []) { Nothing = "No message was sent." };
    }

    private Figure? RoundTrips() =>
        New(
                "round-trip",
                "Round trip by",
                "round-trip time",
                Quantity.Time,
                isLog: true,
                $"A 99th percentile needs {LeastForP99} receipts."
            )
            .Create(
                _sets,
                [
                    ("p50", c => Microseconds.ToPositiveSeconds(c.RoundTrip.P50Microseconds)),
                    (
                        "p99",
                        c =>
                            c.RoundTrip.Total < LeastForP99
                                ? null
                                : Microseconds.ToPositiveSeconds(c.RoundTrip.P99Microseconds)
                    ),
                ]
            );

    private Figure? Timeouts() =>
        New("timeouts", "Receipts late or missing, by", "share of the receipts owed", Quantity.Share)
            .Create(SetsWith(c => c.TimedOut > 0), [("", c => Share(c.TimedOut, c.Owed))]);

    private Figure? Sent() =>
        New("sent", "Messages sent, by", "messages per run", Quantity.Count).Create(_sets, [("", c => c.Sent)]);

    private Figure? Losses() =>
        New("lost", "Deliveries lost, by", "share of the deliveries owed", Quantity.Share)
            .Create(
                SetsWith(c => c.Delivered < c.DeliveriesOwed),
                [("", c => Share(c.DeliveriesOwed - c.Delivered, c.DeliveriesOwed))]
            );

    private ClassFigure New(
        string suffix,
        string title,
        string measure,
        Quantity quantity,
        bool isLog = false,
        string remark = ""
    ) =>
        new()
        {
            Id = $"{Id}-{suffix}",
            Title = $"{title} {ClassMeasure}",
            Measure = measure,
            Quantity = quantity,
            ClassMeasure = ClassMeasure,
            ClassQuantity = ClassQuantity,
            Classes = Classes,
            IsLog = isLog,
            Remark = remark,
        };

    // A chart of zeros only is left out: the tables of the section of losses show the zeros.
    private IReadOnlyList<RunSet> SetsWith(Func<ClassResult, bool> isWorthIt) =>
        _sets.SelectMany(set => set.Runs).SelectMany(Classes).Any(isWorthIt) ? _sets : [];

    private static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;
}
