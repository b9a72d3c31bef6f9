using MGen.EventLog;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace MGen.Archives;

/// <summary>
/// Reads with a library's decoder and turns its many exception types for broken input into
/// <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class DecoderStream(Stream input, string format, Func<Stream, Stream> open) : ForwardStream
{
    private Stream? _decoder;

    /// <exception cref="InvalidDataException">
    /// The file is truncated or damaged, or needs too much memory to be decompressed.
    /// </exception>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            _decoder ??= open(input);
            return _decoder.Read(buffer);
        }
        catch (ZstdException error) when (error.Code == ZSTD_ErrorCode.ZSTD_error_frameParameter_windowTooLarge)
        {
            throw new InvalidDataException(
                "is a zstd file with a window of more than 128 MiB (zstd --long); compress it without that option",
                error
            );
        }
        catch (Exception error) when (error is not IOException or EndOfStreamException)
        {
            throw new InvalidDataException($"is a {format} file that is truncated or damaged", error);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoder?.Dispose();
            input.Dispose();
        }
        base.Dispose(disposing);
    }
}
