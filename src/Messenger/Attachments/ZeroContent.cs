using System.Net;

namespace MGen.Messenger.Attachments;

/// <summary>
/// A request's body of zero bytes, sent in pieces: a large attachment takes no more memory than a small one.
/// </summary>
internal sealed class ZeroContent(long length) : HttpContent
{
    private static readonly byte[] Zeros = new byte[16 * 1024];

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        for (long left = length; left > 0; )
        {
            int piece = (int)Math.Min(left, Zeros.Length);
            await stream.WriteAsync(Zeros.AsMemory(0, piece), cancellationToken);
            left -= piece;
        }
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }
}
