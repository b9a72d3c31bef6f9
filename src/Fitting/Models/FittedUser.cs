using MGen.Fitting.Distributions;

namespace MGen.Fitting.Models;

/// <summary>The result of fitting one user.</summary>
/// <param name="User">The user's number in the <see cref="Chats.ChatSet"/>.</param>
/// <param name="Model">The model; <c>null</c> without any usable observation.</param>
/// <param name="Observed">The observations.</param>
/// <param name="Chats">Number of chats to which the user sent a message.</param>
/// <param name="Messages">Number of messages sent by the user.</param>
/// <param name="Runs">Number of runs of minutes.</param>
/// <param name="Minutes">Total length of the runs in minutes.</param>
/// <param name="ActiveMinutes">Minutes labelled active.</param>
/// <param name="IdleRate">Messages per minute while idle, by the hidden Markov model.</param>
/// <param name="ActiveRate">Messages per minute while active, by the hidden Markov model.</param>
/// <param name="IdleToActive">Probability that an active minute follows an idle one.</param>
/// <param name="ActiveToIdle">Probability that an idle minute follows an active one.</param>
/// <param name="LogLikelihood">Log-likelihood of the chosen training; NaN if it is undefined.</param>
/// <param name="FailedStarts">Number of starting points whose training ended with an undefined likelihood.</param>
public sealed record FittedUser(
    int User,
    UserModel? Model,
    ObservedDistributions Observed,
    int Chats,
    long Messages,
    int Runs,
    int Minutes,
    int ActiveMinutes,
    double IdleRate,
    double ActiveRate,
    double IdleToActive,
    double ActiveToIdle,
    double LogLikelihood,
    int FailedStarts
);
