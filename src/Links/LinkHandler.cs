using MGen.Wire.Blobs;

namespace MGen.Links;

/// <summary>Takes one kind of calls from other members, on the loop's thread. A class: what every message goes through is called without a search.</summary>
internal abstract class LinkHandler
{
    public abstract LinkMessage Kind { get; }

    /// <summary>Takes a call and answers it, now or later.</summary>
    /// <param name="request">Where the answer goes.</param>
    /// <param name="body">What is asked; gone when this returns.</param>
    /// <exception cref="InvalidDataException">No member of ours wrote this; the link is closed.</exception>
    public abstract void Handle(LinkRequest request, ref BlobReader body);
}
