using MGen.Wire.Blobs;

namespace MGen.Links;

/// <summary>What a link needs from the network that owns it. All members are called on the loop's thread.</summary>
internal interface ILinkOwner
{
    /// <summary>The clock's current timestamp.</summary>
    long Now { get; }

    /// <summary>Requests a flush of a link at the end of this iteration.</summary>
    void FlushAtEndOfRound(Link link);

    /// <summary>Handles a received request or hello.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a valid message; the link is closed.</exception>
    void Handle(Link link, LinkMessage kind, ulong call, ref BlobReader body);

    /// <summary>Reports that a received message could not be handled; the link is closed next.</summary>
    void Report(Link link, Exception failure);

    /// <summary>Notifies the owner that a link has closed.</summary>
    void Forget(Link link);
}
