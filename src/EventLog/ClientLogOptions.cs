namespace MGen.EventLog;

/// <summary>Options of a <see cref="ClientLog"/>.</summary>
public sealed record ClientLogOptions
{
    /// <summary>
    /// Whether to log lines that the original does not have: send timing and completed attachments. The original's
    /// tools skip them.
    /// </summary>
    public bool Extended { get; init; }
}
