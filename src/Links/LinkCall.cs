using MGen.Wire.Blobs;

namespace MGen.Links;

/// <summary>A call to another member: written once there is a link, completed by its answer.</summary>
internal abstract class LinkCall
{
    public abstract LinkMessage Kind { get; }

    /// <summary>Writes what is asked. Perhaps more than once, and later than the call was made.</summary>
    public abstract void Write(BlobWriter writer);

    /// <summary>Takes the answer.</summary>
    public abstract void Complete(ref BlobReader answer);

    /// <summary>There will be no answer. It may have arrived there.</summary>
    public abstract void Fail(Exception why);
}
