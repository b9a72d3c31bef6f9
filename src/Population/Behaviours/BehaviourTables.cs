using MGen.Model.Distributions;

namespace MGen.Population.Behaviours;

/// <summary>The weights files of one behaviour.</summary>
/// <param name="Sizes">m, from <c>sizes.dat</c>: blocks.</param>
/// <param name="Idle">i, from <c>I.dat</c>: seconds.</param>
/// <param name="Quiet">w, from <c>W.dat</c>: seconds.</param>
/// <param name="AfterSend">a_s, from <c>As.dat</c>: seconds.</param>
/// <param name="AfterReceive">a_r, from <c>Ar.dat</c>: seconds.</param>
internal sealed record BehaviourTables(WeightsTable Sizes, WeightsTable Idle, WeightsTable Quiet, WeightsTable AfterSend, WeightsTable AfterReceive);
