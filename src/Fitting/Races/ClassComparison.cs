namespace MGen.Fitting.Races;

/// <summary>Compares the real chats of one class with those that the fitted users produce in a simulation.</summary>
/// <param name="Class">The sizes: 2, 3-5, 51-up.</param>
/// <param name="Chats">Number of chats.</param>
/// <param name="Members">Mean number of members.</param>
/// <param name="Real">Statistics of the real chats.</param>
/// <param name="Before">Statistics of the chats simulated from the estimates.</param>
/// <param name="After">Statistics of the chats simulated after calibration.</param>
/// <param name="GapDistanceBefore">
/// Kolmogorov-Smirnov distance of the distributions of gaps between messages, before calibration.
/// </param>
/// <param name="GapDistanceAfter">The same distance after calibration.</param>
/// <param name="HourDistance">
/// Largest distance between the cumulative shares of messages over the hours of the day, from 0 h, after calibration.
/// </param>
/// <param name="AnswerFactor">The factor of the hazard of answering, from calibration.</param>
/// <param name="ContinueFactor">The factor of the hazard of sending again.</param>
/// <param name="BeginFactor">The factor of the hazard of starting a burst.</param>
/// <param name="RateVariance">
/// Variance of the rates of the chats, whose mean is 1: how much chats differ in how often they start bursts.
/// <c>generate</c> draws rates with it.
/// </param>
/// <param name="RealMessagesPerMemberAndDay">Messages per member and day in these chats.</param>
/// <param name="MessagesPerMemberAndDay">Messages per member and day of the simulation.</param>
/// <param name="BranchingRatio">
/// Mean number of messages that one message causes while all members are active; at 1 a burst does not end.
/// </param>
/// <param name="CappedChats">
/// Number of chats whose simulation was stopped because it had many times the messages of the real one.
/// </param>
public sealed record ClassComparison(
    string Class,
    int Chats,
    double Members,
    ClassStatistics Real,
    ClassStatistics Before,
    ClassStatistics After,
    double? GapDistanceBefore,
    double? GapDistanceAfter,
    double HourDistance,
    double AnswerFactor,
    double ContinueFactor,
    double BeginFactor,
    double RateVariance,
    double RealMessagesPerMemberAndDay,
    double MessagesPerMemberAndDay,
    double BranchingRatio,
    int CappedChats
);
