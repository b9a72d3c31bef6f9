using MGen.Simulation.Populations;

namespace MGen.Tools.Simulating;

/// <summary>Who is simulated.</summary>
/// <param name="Make">Makes the population; drawing one takes a while, and is left to the run, which may be
/// interrupted.</param>
/// <param name="Seed">With which seeds they draw.</param>
internal sealed record SimulatedUsers(Func<ISimulatedPopulation> Make, SeedUse Seed);
