using System.Text.Json.Serialization;

namespace MGen.Fitting.Goodness;

/// <summary>
/// Simulated against real chats: the fitted users were simulated, and the resulting chats were fitted again.
/// </summary>
/// <param name="RealMessages">Number of messages in the real chats.</param>
/// <param name="SimulatedMessages">Number of messages in the simulated chats, in the same time.</param>
/// <param name="RealActivateOnSend">
/// Mean of s over the users for whom it is known in both, weighted by the messages sent.
/// </param>
/// <param name="SimulatedActivateOnSend">The same mean in the simulated chats.</param>
/// <param name="RealActivateOnReceive">Mean of r, likewise.</param>
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
    /// Messages per user and day over all chats, real and simulated; <c>null</c> if not all of their time was
    /// simulated.
    /// </summary>
    [JsonIgnore]
    public VolumeTotal? Volume { get; init; }
}
