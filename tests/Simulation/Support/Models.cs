using MGen.Model.Conversations;
using MGen.Model.Distributions;

namespace MGen.Simulation.Tests.Support;

/// <summary>Behaviours to simulate.</summary>
internal static class Models
{
    private static readonly UniformTime Never = Exactly(TimeSpan.FromDays(1_000));

    /// <summary>Only receives.</summary>
    public static ConversationModel Silent { get; } = Every(TimeSpan.FromDays(1_000));

    /// <summary>All distributions exponential, busy, and often in both states.</summary>
    public static ConversationModel Lively { get; } =
        new(
            new BernoulliTrial(0.6),
            new BernoulliTrial(0.5),
            new PoissonSize(4),
            new ExponentialTime(1.0 / 60),
            new ExponentialTime(1.0 / 20),
            new ExponentialTime(1.0 / 8),
            new ExponentialTime(1.0 / 5),
            ActiveTimeoutRule.Quiet
        );

    /// <summary>Always idle; a message of <paramref name="blocks"/> blocks every <paramref name="interval"/>.</summary>
    public static ConversationModel Every(TimeSpan interval, uint blocks = 1) =>
        new(
            new BernoulliTrial(0),
            new BernoulliTrial(0),
            new BinomialSize(blocks, 1),
            Exactly(interval),
            Never,
            Never,
            Never,
            ActiveTimeoutRule.Quiet
        );

    /// <summary>Always idle; messages with exponential gaps.</summary>
    public static ConversationModel Poisson(double perSecond) =>
        new(
            new BernoulliTrial(0),
            new BernoulliTrial(0),
            new BinomialSize(1, 1),
            new ExponentialTime(perSecond),
            Never,
            Never,
            Never,
            ActiveTimeoutRule.Quiet
        );

    /// <summary>This time, almost exactly.</summary>
    public static UniformTime Exactly(TimeSpan time) => new(time.TotalSeconds, Math.BitIncrement(time.TotalSeconds));
}
