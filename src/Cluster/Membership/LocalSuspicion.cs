namespace MGen.Cluster.Membership;

/// <summary>A member's vote that another one is dead.</summary>
internal sealed record LocalSuspicion(string By, DateTime Since);
