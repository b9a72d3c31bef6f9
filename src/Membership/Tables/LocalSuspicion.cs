namespace MGen.Membership.Tables;

/// <summary>A member's vote that another one is dead.</summary>
internal sealed record LocalSuspicion(string By, DateTime Since);
