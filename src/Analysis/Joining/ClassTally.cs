using MGen.Analysis.Results;
using MGen.Analysis.Tallies;

namespace MGen.Analysis.Joining;

/// <summary>Counts the messages of one class, and their fates.</summary>
internal sealed class ClassTally
{
    public long Sent { get; set; }

    public long Owed { get; set; }

    public long TimedOut { get; set; }

    public long DeliveriesOwed { get; set; }

    public long Delivered { get; set; }

    public LatencyRecorder RoundTrip { get; } = new();

    public LatencyRecorder Delivery { get; } = new();

    public void Add(ClassTally other)
    {
        Sent += other.Sent;
        Owed += other.Owed;
        TimedOut += other.TimedOut;
        DeliveriesOwed += other.DeliveriesOwed;
        Delivered += other.Delivered;
        RoundTrip.Add(other.RoundTrip);
        Delivery.Add(other.Delivery);
    }

    public ClassResult ToResult(SizeClass of, long groups) =>
        new(
            of.From,
            of.To,
            groups,
            Sent,
            Owed,
            TimedOut,
            DeliveriesOwed,
            Delivered,
            RoundTrip.ToDistribution(),
            Delivery.ToDistribution()
        );
}
