namespace MGen.Silo;

/// <summary>How a silo runs.</summary>
public sealed record SiloOptions
{
    /// <summary>How much groups keep for their members.</summary>
    public GroupLimits Group { get; init; } = new();
}
