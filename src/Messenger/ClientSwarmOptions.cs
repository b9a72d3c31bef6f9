namespace MGen.Messenger;

/// <summary>How a swarm of clients runs, apart from what each user's configuration says.</summary>
public sealed record ClientSwarmOptions : SwarmOptions
{
    /// <summary>
    /// Factor of the start stagger, at least 0. 1 (the default) is the original's, up to 10 s for each conversation; 0
    /// is none.
    /// </summary>
    public double StaggerScale { get; init; } = 1;
}
