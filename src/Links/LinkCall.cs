using MGen.Wire.Blobs;

namespace MGen.Links;

/// <summary>A request to another member: written once there is a link, completed by the response.</summary>
internal abstract class LinkCall
{
    public abstract LinkMessage Kind { get; }

    /// <summary>Writes the request's body. May be called more than once, and later than the request was made.</summary>
    public abstract void Write(BlobWriter writer);

    /// <summary>Handles the response.</summary>
    public abstract void Complete(ref BlobReader answer);

    /// <summary>Called when there will be no response. The request may have arrived.</summary>
    public abstract void Fail(Exception why);
}
