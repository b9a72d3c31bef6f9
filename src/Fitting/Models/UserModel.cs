using MGen.Fitting.Distributions;

namespace MGen.Fitting.Models;

/// <summary>A fitted user: the content of the seven files of a model directory.</summary>
/// <param name="ActivateOnSend">s, from 0 to 1.</param>
/// <param name="ActivateOnReceive">r, from 0 to 1.</param>
/// <param name="IdleDelay">i, in seconds. Never empty; the same holds for the other distributions.</param>
/// <param name="QuietTimeout">w, in seconds.</param>
/// <param name="DelayAfterSend">a_s, in seconds.</param>
/// <param name="DelayAfterReceive">a_r, in seconds.</param>
/// <param name="MessageBlocks">m, in blocks of 160 bytes.</param>
/// <param name="Assumed">The symbols of the parts that are defaults, because nothing was observed.</param>
public sealed record UserModel(
    double ActivateOnSend,
    double ActivateOnReceive,
    EmpiricalDistribution IdleDelay,
    EmpiricalDistribution QuietTimeout,
    EmpiricalDistribution DelayAfterSend,
    EmpiricalDistribution DelayAfterReceive,
    EmpiricalDistribution MessageBlocks,
    IReadOnlyList<string> Assumed
);
