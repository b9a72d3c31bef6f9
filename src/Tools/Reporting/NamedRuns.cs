namespace MGen.Tools.Reporting;

/// <summary>The runs of a set by their paths, before they are read.</summary>
/// <param name="Name">What the set is called.</param>
/// <param name="Paths">Its runs.</param>
internal sealed record NamedRuns(string Name, IReadOnlyList<string> Paths);
