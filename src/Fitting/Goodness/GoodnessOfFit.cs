using System.Text.Json.Serialization;

namespace MGen.Fitting.Goodness;

/// <summary>Simulated against real: the chats were held again by the fitted users, and fitted again.</summary>
/// <param name="RealMessages">Messages of the real chats.</param>
/// <param name="SimulatedMessages">Messages of the simulated ones in the same time.</param>
/// <param name="RealActivateOnSend">s of the users whose s is known in both, the mean, each as heavy as the messages sent.</param>
/// <param name="SimulatedActivateOnSend">The same of the simulated chats.</param>
/// <param name="RealActivateOnReceive">r, likewise.</param>
/// <param name="SimulatedActivateOnReceive">The same of the simulated chats.</param>
/// <param name="Laws">The laws.</param>
public sealed record GoodnessOfFit(
    long RealMessages,
    long SimulatedMessages,
    double? RealActivateOnSend,
    double? SimulatedActivateOnSend,
    double? RealActivateOnReceive,
    double? SimulatedActivateOnReceive,
    IReadOnlyList<LawComparison> Laws)
{
    /// <summary>Messages per person and day over all chats, real and simulated; <c>null</c> if less than all of their time was simulated.</summary>
    [JsonIgnore]
    public VolumeTotal? Volume { get; init; }
}
