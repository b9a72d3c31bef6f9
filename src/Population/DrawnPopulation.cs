using MGen.Population.Figures;

namespace MGen.Population;

/// <summary>A population, and how it compares with what was asked for.</summary>
/// <param name="Population">The population.</param>
/// <param name="Realisation">What was asked for and what came out.</param>
public sealed record DrawnPopulation(UserPopulation Population, Realisation Realisation);
