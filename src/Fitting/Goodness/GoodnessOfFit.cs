using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using MGen.Fitting.Chats;

namespace MGen.Fitting.Goodness;

/// <summary>
/// Compares simulated with real chats: the fitted users were simulated, and the resulting chats were fitted again.
/// </summary>
/// <param name="RealMessages">Number of messages in the real chats.</param>
/// <param name="SimulatedMessages">
/// Number of messages in the simulated chats. Each chat is simulated for the time of the real chat, but at most for the
/// longest simulated time.
/// </param>
/// <param name="RealActivateOnSend">
/// Mean of the probability s over the users for whom it is known in the real and in the simulated chats, weighted by
/// the real messages sent.
/// </param>
/// <param name="SimulatedActivateOnSend">The same mean in the simulated chats.</param>
/// <param name="RealActivateOnReceive">The corresponding mean of the probability r.</param>
/// <param name="SimulatedActivateOnReceive">The same mean in the simulated chats.</param>
/// <param name="Distributions">The comparisons of the distributions.</param>
public sealed record GoodnessOfFit(
    long RealMessages,
    long SimulatedMessages,
    double? RealActivateOnSend,
    double? SimulatedActivateOnSend,
    double? RealActivateOnReceive,
    double? SimulatedActivateOnReceive,
    [property: JsonPropertyName("laws")] IReadOnlyList<DistributionComparison> Distributions
)
{
    /// <summary>
    /// Messages per user and day over all chats, real and simulated; <c>null</c> if a chat was simulated only for a
    /// part of its time.
    /// </summary>
    [JsonIgnore]
    public VolumeTotal? Volume { get; init; }
}

/// <summary>
/// Compares one distribution of the simulated chats with that of the real ones, over all users who have the
/// distribution in both, weighted by the real messages sent.
/// </summary>
/// <param name="Symbol">The symbol: i, w, a_s, a_r or m.</param>
/// <param name="Unit">The unit of the values: s, or blocks of 160 bytes.</param>
/// <param name="Users">Number of users who have the distribution in both.</param>
/// <param name="KsDistance">Kolmogorov-Smirnov distance, from 0 to 1; <c>null</c> without data.</param>
/// <param name="MedianUserKsDistance">Median of the users' own distances; <c>null</c> without data.</param>
/// <param name="UserKsDistances">The users' own distances, ascending.</param>
/// <param name="RealMean">Mean of the real distribution; <c>null</c> without data.</param>
/// <param name="SimulatedMean">Mean of the simulated distribution; <c>null</c> without data.</param>
/// <param name="Quantiles">Points of the Q-Q plot.</param>
public sealed record DistributionComparison(
    [property: JsonPropertyName("law")] string Symbol,
    string Unit,
    int Users,
    double? KsDistance,
    double? MedianUserKsDistance,
    IReadOnlyList<double> UserKsDistances,
    double? RealMean,
    double? SimulatedMean,
    IReadOnlyList<QuantilePair> Quantiles
);

/// <summary>The same quantile of two distributions.</summary>
/// <param name="Percent">The quantile: from 1 to 99, and 99.9.</param>
/// <param name="Real">Its value in the real distribution.</param>
/// <param name="Simulated">Its value in the simulated distribution.</param>
public sealed record QuantilePair(double Percent, long Real, long Simulated);

/// <summary>Volume per user over all chats, real and simulated by the fitted users.</summary>
/// <param name="People">Number of users who sent a message.</param>
/// <param name="PersonDays">
/// Sum of the users' days, each from the start of the first to the end of the last chat to which they sent a message.
/// </param>
/// <param name="RealPerPersonAndDay">Real messages divided by <paramref name="PersonDays"/>.</param>
/// <param name="SimulatedPerPersonAndDay">
/// Simulated messages in the same time divided by <paramref name="PersonDays"/>.
/// </param>
public sealed record VolumeTotal(
    int People,
    double PersonDays,
    double RealPerPersonAndDay,
    double SimulatedPerPersonAndDay
)
{
    private const double MillisecondsPerDay = 86_400_000;

    /// <summary>Computes the volume; <c>null</c> if the chats have no duration.</summary>
    /// <param name="chats">The real chats.</param>
    /// <param name="simulatedMessages">Number of simulated messages in the time of these chats.</param>
    internal static VolumeTotal? From(ChatSet chats, double simulatedMessages)
    {
        Dictionary<int, (long From, long To)> times = [];
        foreach (Chat chat in chats.Chats.Where(chat => chat.Messages.Length > 0))
        {
            (long from, long to) = (chat.Messages[0].UnixMilliseconds, chat.EndUnixMilliseconds);
            foreach (int author in chat.Messages.Select(message => message.Author).Distinct())
            {
                ref (long From, long To) own = ref CollectionsMarshal.GetValueRefOrAddDefault(
                    times,
                    author,
                    out bool isKnown
                );
                own = isKnown ? (Math.Min(own.From, from), Math.Max(own.To, to)) : (from, to);
            }
        }
        double days = times.Values.Sum(own => (own.To - own.From) / MillisecondsPerDay);
        return days > 0 ? new VolumeTotal(times.Count, days, chats.Messages / days, simulatedMessages / days) : null;
    }
}
