using MGen.EventLog;

namespace MGen.Archives;

/// <summary>
/// Reads with a library's decoder and turns its many exception types for broken input into
/// <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class WholeStream(Stream input, string format, Func<Stream, Stream> open) : ForwardStream
{
    private Stream? _decoder;

    /// <exception cref="InvalidDataException">The file is truncated or damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            _decoder ??= open(input);
            return _decoder.Read(buffer);
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
