using MGen.Model.Conversations;
using MGen.Model.Distributions;

namespace MGen.Simulation.Tests.Live;

/// <summary>Behaviours whose times are whole milliseconds, to which a live deadline is rounded up.</summary>
internal static class LiveModels
{
    public static ConversationModel Chatty { get; } =
        new(
            new BernoulliTrial(0.7),
            new BernoulliTrial(0.4),
            new PoissonSize(3),
            Milliseconds(20_000, 90_000),
            Milliseconds(3_000, 15_000),
            Milliseconds(900, 9_000),
            Milliseconds(500, 11_000),
            ActiveTimeoutRule.Quiet
        );

    /// <summary>
    /// The whole milliseconds from one bound to below the other, with equal probability. The few that are not whole
    /// ticks when computed from seconds in a double are left out.
    /// </summary>
    private static WeightedTime Milliseconds(int from, int to)
    {
        double[] seconds =
        [
            .. Enumerable
                .Range(from, to - from)
                .Where(ms => (long)(ms / 1000.0 * TimeSpan.TicksPerSecond) == ms * TimeSpan.TicksPerMillisecond)
                .Select(ms => ms / 1000.0),
        ];
        return new WeightedTime(WeightsTable.Create([.. Enumerable.Repeat(1u, seconds.Length)], seconds));
    }
}
