namespace MGen.Model.Configuration;

/// <summary>What is transferred through the web server for a message that is too large to travel inline.</summary>
public enum AttachmentMode
{
    /// <summary>The whole attachment in both directions (<c>full</c>).</summary>
    Full,

    /// <summary>
    /// As the original does: an empty upload, and a download that is cancelled after its headers (<c>headers-only</c>).
    /// </summary>
    HeadersOnly,
}
