namespace MGen.Fitting.Reporting;

/// <summary>One user.</summary>
/// <param name="User">The pseudonym, which names the model's directory.</param>
/// <param name="HasModel">Whether anything was observed that makes a model.</param>
/// <param name="Chats">Chats in which the user wrote.</param>
/// <param name="Messages">The user's messages.</param>
/// <param name="Runs">Stretches of time that were looked at.</param>
/// <param name="Minutes">Their length.</param>
/// <param name="ActiveMinutes">Minutes labelled active.</param>
/// <param name="IdleMessagesPerMinute">Rate of the hidden Markov model's idle state.</param>
/// <param name="ActiveMessagesPerMinute">Rate of the active state.</param>
/// <param name="IdleToActive">Probability that an active minute follows an idle one.</param>
/// <param name="ActiveToIdle">Probability that an idle minute follows an active one.</param>
/// <param name="LogLikelihood">Of the best training; <c>null</c> if none has one.</param>
/// <param name="FailedStarts">Trainings that ended without a likelihood.</param>
/// <param name="S">Share of messages sent while idle that activate; <c>null</c> without a model.</param>
/// <param name="R">Share of messages received while idle that activate; <c>null</c> without a model.</param>
/// <param name="MeanSeconds">Means of i, w, a_s and a_r; empty without a model.</param>
/// <param name="MeanBlocks">Mean size of messages, in blocks; <c>null</c> without a model.</param>
/// <param name="Assumed">The parts for which nothing was observed and a stand-in is used.</param>
public sealed record UserReport(
    string User,
    bool HasModel,
    int Chats,
    long Messages,
    int Runs,
    int Minutes,
    int ActiveMinutes,
    double IdleMessagesPerMinute,
    double ActiveMessagesPerMinute,
    double IdleToActive,
    double ActiveToIdle,
    double? LogLikelihood,
    int FailedStarts,
    double? S,
    double? R,
    IReadOnlyDictionary<string, double> MeanSeconds,
    double? MeanBlocks,
    IReadOnlyList<string> Assumed);
