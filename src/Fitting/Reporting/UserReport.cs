namespace MGen.Fitting.Reporting;

/// <summary>One user.</summary>
/// <param name="User">The pseudonym, which is the name of the model's directory.</param>
/// <param name="HasModel">Whether there were enough observations for a model.</param>
/// <param name="Chats">Number of chats to which the user sent a message.</param>
/// <param name="Messages">Number of messages sent by the user.</param>
/// <param name="Runs">Number of runs of minutes.</param>
/// <param name="Minutes">Total length of the runs in minutes.</param>
/// <param name="ActiveMinutes">Minutes labelled active.</param>
/// <param name="IdleMessagesPerMinute">Rate of the hidden Markov model's idle state.</param>
/// <param name="ActiveMessagesPerMinute">Rate of its active state.</param>
/// <param name="IdleToActive">Probability that an active minute follows an idle one.</param>
/// <param name="ActiveToIdle">Probability that an idle minute follows an active one.</param>
/// <param name="LogLikelihood">Log-likelihood of the best training; <c>null</c> if it is undefined.</param>
/// <param name="FailedStarts">Number of starting points whose training ended with an undefined likelihood.</param>
/// <param name="S">Share of messages sent while idle that activate; <c>null</c> without a model.</param>
/// <param name="R">Share of messages received while idle that activate; <c>null</c> without a model.</param>
/// <param name="MeanSeconds">Means of i, w, a_s and a_r in seconds; empty without a model.</param>
/// <param name="MeanBlocks">Mean size of messages in blocks; <c>null</c> without a model.</param>
/// <param name="Assumed">The parts that are defaults, because nothing was observed.</param>
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
    IReadOnlyList<string> Assumed
);
