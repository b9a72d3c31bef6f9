namespace MGen.Population.Experiments;

/// <summary>A simulated host.</summary>
internal sealed record ShadowHost(string Name, string Address, IReadOnlyList<ShadowProcess> Processes);
