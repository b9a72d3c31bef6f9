using System.IO.Compression;
using MGen.EventLog;

namespace MGen.Archives;

/// <summary>
/// Reads a gzip file of one or several members and detects truncation. The base library reports a truncated file as a
/// normal end, so this stream appends one more member, a sentinel, which decompresses only after a complete file.
/// </summary>
internal sealed class WholeGzipStream : ForwardStream
{
    private static readonly byte[] Sentinel = [.. "\0whole gzip\xff\xfe\xfd\xfc\xfb"u8];
    private static readonly byte[] SentinelMember = Compress(Sentinel);

    private readonly FollowedStream _input;
    private readonly GZipStream _members;
    private bool _isWhole;

    public WholeGzipStream(Stream input)
    {
        _input = new FollowedStream(input, SentinelMember);
        _members = new GZipStream(_input, CompressionMode.Decompress);
    }

    /// <exception cref="InvalidDataException">
    /// The file is truncated or damaged, or a member is followed by something other than a member.
    /// </exception>
    public override int Read(Span<byte> buffer)
    {
        if (_isWhole || buffer.IsEmpty)
            return 0;
        try
        {
            // The decoder reads more input only after it has returned all output of the previous input, so a read after
            // the end of the file can contain only the sentinel.
            int read = _members.Read(buffer);
            if (read > 0 && !_input.IsFirstDone)
                return read;
            RequireSentinel(buffer[..read]);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException("is a gzip file that is truncated or damaged", error);
        }
        _isWhole = true;
        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _members.Dispose();
        base.Dispose(disposing);
    }

    private void RequireSentinel(ReadOnlySpan<byte> beginning)
    {
        byte[] end = new byte[Sentinel.Length + 1];
        bool fits = beginning.Length <= Sentinel.Length;
        if (fits)
            beginning.CopyTo(end);
        int length = fits
            ? beginning.Length
                + _members.ReadAtLeast(
                    end.AsSpan(beginning.Length),
                    end.Length - beginning.Length,
                    throwOnEndOfStream: false
                )
            : 0;
        if (!end.AsSpan(0, length).SequenceEqual(Sentinel))
            throw new InvalidDataException("no sentinel");
    }

    private static byte[] Compress(byte[] content)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Fastest))
            gzip.Write(content);
        return compressed.ToArray();
    }

    /// <summary>A stream followed by some bytes. Owns the stream.</summary>
    private sealed class FollowedStream(Stream first, byte[] then) : ForwardStream
    {
        private int _given;

        /// <summary>Whether the first stream has ended.</summary>
        public bool IsFirstDone { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            if (!IsFirstDone)
            {
                int read = first.Read(buffer);
                if (read > 0 || buffer.IsEmpty)
                    return read;
                IsFirstDone = true;
            }
            int length = Math.Min(buffer.Length, then.Length - _given);
            then.AsSpan(_given, length).CopyTo(buffer);
            _given += length;
            return length;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                first.Dispose();
            base.Dispose(disposing);
        }
    }
}
