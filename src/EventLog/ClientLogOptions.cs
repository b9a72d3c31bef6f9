namespace MGen.EventLog;

/// <summary>What a <see cref="ClientLog"/> logs.</summary>
public sealed record ClientLogOptions
{
    /// <summary>Whether lines that the original does not have are logged too: send timing and completed attachments. The original's tools skip them.</summary>
    public bool Extended { get; init; }
}
