namespace MGen.Fitting.Races;

/// <summary>The chats of one class, real and simulated by the fitted people.</summary>
/// <param name="Class">The sizes: 2, 3-5, 51-up.</param>
/// <param name="Chats">How many chats.</param>
/// <param name="Members">Their mean number of members.</param>
/// <param name="Real">Of the real chats.</param>
/// <param name="Before">Simulated from the estimates.</param>
/// <param name="After">Simulated after calibration.</param>
/// <param name="GapDistanceBefore">Largest distance of the distributions of gaps (Kolmogorov and Smirnov), before calibration.</param>
/// <param name="GapDistanceAfter">The same after it.</param>
/// <param name="HourDistance">Largest distance of the distributions of the messages over the hours of the day, from 0 h, after calibration.</param>
/// <param name="AnswerFactor">What calibration multiplied the hazard of answering by.</param>
/// <param name="ContinueFactor">The hazard of going on.</param>
/// <param name="BeginFactor">The hazard of beginning.</param>
/// <param name="RateVariance">Variance of the rates of the chats, whose mean is 1: how much they differ in how often they begin. <c>generate</c> draws rates with it.</param>
/// <param name="RealMessagesPerMemberAndDay">Messages per member and day in these chats.</param>
/// <param name="MessagesPerMemberAndDay">What the fitted people are expected to send, per member and day.</param>
/// <param name="BranchingRatio">Mean number of messages that one message brings about while everybody is in the talk; at 1 a talk does not end.</param>
/// <param name="CappedChats">Chats whose simulation was ended since it had many times the messages of the real one.</param>
public sealed record ClassComparison(
    string Class,
    int Chats,
    double Members,
    ClassFigures Real,
    ClassFigures Before,
    ClassFigures After,
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
    int CappedChats);
