using MGen.Fitting.Laws;

namespace MGen.Fitting.Models;

/// <summary>A fitted user: what the seven files of a model directory hold.</summary>
/// <param name="ActivateOnSend">s, from 0 to 1.</param>
/// <param name="ActivateOnReceive">r, from 0 to 1.</param>
/// <param name="IdleDelay">i, seconds. Never empty, as the other laws.</param>
/// <param name="QuietTimeout">w, seconds.</param>
/// <param name="DelayAfterSend">a_s, seconds.</param>
/// <param name="DelayAfterReceive">a_r, seconds.</param>
/// <param name="MessageBlocks">m, blocks of 160 bytes.</param>
/// <param name="Assumed">The symbols of those parts for which nothing was observed and a stand-in is used.</param>
public sealed record UserModel(
    double ActivateOnSend,
    double ActivateOnReceive,
    EmpiricalLaw IdleDelay,
    EmpiricalLaw QuietTimeout,
    EmpiricalLaw DelayAfterSend,
    EmpiricalLaw DelayAfterReceive,
    EmpiricalLaw MessageBlocks,
    IReadOnlyList<string> Assumed);
