using MGen.Fitting.Laws;

namespace MGen.Fitting.Models;

/// <summary>What the fit of one user came to.</summary>
/// <param name="User">The user's number in the <see cref="Chats.ChatSet"/>.</param>
/// <param name="Model">The model; <c>null</c> if nothing was observed that could make one.</param>
/// <param name="Laws">What was observed.</param>
/// <param name="Chats">Chats in which the user wrote.</param>
/// <param name="Messages">The user's messages.</param>
/// <param name="Runs">Stretches of time that were looked at.</param>
/// <param name="Minutes">Their length.</param>
/// <param name="ActiveMinutes">Minutes labelled active.</param>
/// <param name="IdleRate">Messages per minute while idle, by the hidden Markov model.</param>
/// <param name="ActiveRate">Messages per minute while active.</param>
/// <param name="IdleToActive">Probability that an active minute follows an idle one.</param>
/// <param name="ActiveToIdle">Probability that an idle minute follows an active one.</param>
/// <param name="LogLikelihood">Of the chosen training.</param>
/// <param name="FailedStarts">Trainings that ended without a likelihood.</param>
public sealed record FittedUser(
    int User,
    UserModel? Model,
    ObservedLaws Laws,
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
    int FailedStarts);
