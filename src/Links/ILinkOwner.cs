using MGen.Wire.Blobs;

namespace MGen.Links;

/// <summary>What a link needs of the member that it belongs to. All on the loop's thread.</summary>
internal interface ILinkOwner
{
    /// <summary>The clock's timestamp.</summary>
    long Now { get; }

    /// <summary>A link has something to send.</summary>
    void FlushAtEndOfRound(Link link);

    /// <summary>A call or a hello has come.</summary>
    /// <exception cref="InvalidDataException">Nobody of ours wrote it; the link is closed.</exception>
    void Handle(Link link, LinkMessage kind, ulong call, ref BlobReader body);

    /// <summary>A message could not be taken; the link is about to be closed.</summary>
    void Report(Link link, Exception failure);

    /// <summary>A link has ended.</summary>
    void Forget(Link link);
}
