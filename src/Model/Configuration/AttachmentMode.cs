namespace MGen.Model.Configuration;

/// <summary>What travels over the web server when a message is too large to travel with its header.</summary>
public enum AttachmentMode
{
    /// <summary>All its bytes, both ways (<c>full</c>).</summary>
    Full,

    /// <summary>As the original does it: an empty upload, and a download cut after its headers (<c>headers-only</c>).</summary>
    HeadersOnly,
}
