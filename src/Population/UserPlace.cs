namespace MGen.Population;

/// <summary>How a user behaves, and where they are.</summary>
/// <param name="Model">Index into <see cref="UserPopulation.Models"/>.</param>
/// <param name="Host">The host, from 0: of a simulation, or the shard of a live run.</param>
/// <param name="Tor">The tor process of that host, from 0.</param>
public readonly record struct UserPlace(int Model, int Host, int Tor);
