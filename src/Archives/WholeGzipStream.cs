using System.IO.Compression;
using MGen.EventLog;

namespace MGen.Archives;

/// <summary>
/// Reads a gzip file of one or several members, and tells a file that is cut off from one that ends. The base library takes both for an end, so the
/// file is read as if one more member followed it: only behind a whole file does that member's text come out again.
/// </summary>
internal sealed class WholeGzipStream : ForwardStream
{
    private static readonly byte[] Sentinel = [.. "\0whole gzip\xff\xfe\xfd\xfc\xfb"u8];
    private static readonly byte[] SentinelMember = Compress(Sentinel);

    private readonly GZipStream _members;

    /// <summary>What is unpacked and not yet given out; at least a sentinel's length is held back until the end.</summary>
    private readonly byte[] _held = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    public WholeGzipStream(Stream input) => _members = new GZipStream(new FollowedStream(input, SentinelMember), CompressionMode.Decompress);

    /// <exception cref="InvalidDataException">The file is cut off or damaged, or something else than a member follows a member.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!_isAtEnd && _end - _start <= Sentinel.Length)
            Fill();
        int available = _end - _start - (_isAtEnd ? 0 : Sentinel.Length);
        int read = Math.Min(available, buffer.Length);
        _held.AsSpan(_start, read).CopyTo(buffer);
        _start += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _members.Dispose();
        base.Dispose(disposing);
    }

    private void Fill()
    {
        _held.AsSpan(_start.._end).CopyTo(_held);
        (_start, _end) = (0, _end - _start);
        int read = _members.Read(_held.AsSpan(_end));
        _end += read;
        if (read > 0)
            return;
        if (!_held.AsSpan(0, _end).EndsWith(Sentinel))
            throw new InvalidDataException("is a gzip file that is cut off or damaged");
        _end -= Sentinel.Length;
        _isAtEnd = true;
    }

    private static byte[] Compress(byte[] content)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Fastest))
            gzip.Write(content);
        return compressed.ToArray();
    }

    /// <summary>A stream, and some bytes behind its end. Owns the stream.</summary>
    private sealed class FollowedStream(Stream first, byte[] then) : ForwardStream
    {
        private int _given;
        private bool _isFirstDone;

        public override int Read(Span<byte> buffer)
        {
            if (!_isFirstDone)
            {
                int read = first.Read(buffer);
                if (read > 0 || buffer.IsEmpty)
                    return read;
                _isFirstDone = true;
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
