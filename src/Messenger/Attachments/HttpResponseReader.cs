using System.Globalization;
using System.Text;

namespace MGen.Messenger.Attachments;

/// <summary>
/// Parses one HTTP/1.x response (RFC 9112) from bytes that arrive in pieces of any length. Counts the body's bytes and
/// does not keep them.
/// </summary>
internal sealed class HttpResponseReader
{
    /// <summary>
    /// The largest accepted size of status line, headers, chunk sizes and trailers together, in bytes.
    /// </summary>
    public const int MaxHeadBytes = 64 * 1024;

    private readonly List<byte> _line = [];
    private State _state = State.StatusLine;
    private int _headBytes;
    private long _bytesLeft;
    private long? _contentLength;
    private bool _isChunked;
    private bool _isOtherEncoding;

    private enum State
    {
        StatusLine,
        Header,
        Body,
        BodyToEnd,
        ChunkSize,
        Chunk,
        ChunkEnd,
        Trailer,
        Complete,
        Malformed,
    }

    /// <summary>The status code; 0 before the status line was read.</summary>
    public int Status { get; private set; }

    /// <summary>Whether the status line and all headers were read; <c>false</c> if malformed.</summary>
    public bool HasHead => _state is not (State.StatusLine or State.Header or State.Malformed);

    /// <summary>Whether the whole response was read.</summary>
    public bool IsComplete => _state == State.Complete;

    /// <summary>Whether the bytes are not a valid response.</summary>
    public bool IsMalformed => _state == State.Malformed;

    /// <summary>The bytes of the body read so far.</summary>
    public long BodyBytes { get; private set; }

    /// <summary>Whether the connection can carry another request after this response.</summary>
    public bool MayReuse { get; private set; }

    /// <summary>
    /// Consumes the response's bytes from <paramref name="input"/>. After the response is complete or malformed, it
    /// consumes nothing.
    /// </summary>
    public void Read(ref ReadOnlySpan<byte> input)
    {
        while (!input.IsEmpty && _state < State.Complete)
        {
            if (_state is State.Body or State.BodyToEnd or State.Chunk)
                SkipBody(ref input);
            else if (TryReadLine(ref input))
                AcceptLine();
        }
    }

    /// <summary>Accepts the end of the server's stream.</summary>
    /// <returns>Whether the response is complete.</returns>
    public bool End()
    {
        if (_state == State.BodyToEnd)
            _state = State.Complete;
        return IsComplete;
    }

    private void SkipBody(ref ReadOnlySpan<byte> input)
    {
        int count = _state == State.BodyToEnd ? input.Length : (int)Math.Min(input.Length, _bytesLeft);
        BodyBytes += count;
        _bytesLeft -= count;
        input = input[count..];
        if (_bytesLeft == 0 && _state != State.BodyToEnd)
            _state = _state == State.Body ? State.Complete : State.ChunkEnd;
    }

    /// <returns>Whether <see cref="_line"/> contains a whole line.</returns>
    private bool TryReadLine(ref ReadOnlySpan<byte> input)
    {
        int end = input.IndexOf((byte)'\n');
        int count = end < 0 ? input.Length : end + 1;
        _headBytes += count;
        if (_headBytes > MaxHeadBytes)
        {
            _state = State.Malformed;
            return false;
        }
        _line.AddRange(end < 0 ? input : input[..end]);
        input = input[count..];
        return end >= 0;
    }

    private void AcceptLine()
    {
        string line = Encoding.Latin1.GetString([.. _line]).TrimEnd('\r');
        _line.Clear();
        _state = _state switch
        {
            State.StatusLine => ReadStatus(line),
            State.Header => line.Length == 0 ? EndHead() : ReadHeader(line),
            State.ChunkSize => ReadChunkSize(line),
            State.ChunkEnd => line.Length == 0 ? State.ChunkSize : State.Malformed,
            _ => line.Length == 0 ? State.Complete : State.Trailer,
        };
    }

    private State ReadStatus(string line)
    {
        // HTTP/1.1 200 OK; the reason may be absent
        bool isValid =
            line.Length >= 12
            && line.StartsWith("HTTP/1.", StringComparison.Ordinal)
            && char.IsAsciiDigit(line[7])
            && line[8] == ' '
            && (line.Length == 12 || line[12] == ' ')
            && int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int status)
            && (Status = status) >= 100;
        MayReuse = isValid && line[7] != '0';
        (_contentLength, _isChunked, _isOtherEncoding) = (null, false, false);
        return isValid ? State.Header : State.Malformed;
    }

    private State ReadHeader(string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
            return State.Malformed;
        string value = line[(colon + 1)..].Trim(' ', '\t');
        switch (line[..colon].ToUpperInvariant())
        {
            case "CONTENT-LENGTH":
                return ReadLength(value) ? State.Header : State.Malformed;
            case "TRANSFER-ENCODING":
                _isChunked = value.EndsWith("chunked", StringComparison.OrdinalIgnoreCase);
                _isOtherEncoding = !_isChunked;
                break;
            case "CONNECTION":
                MayReuse = !HasWord(value, "close") && (MayReuse || HasWord(value, "keep-alive"));
                break;
        }
        return State.Header;
    }

    private bool ReadLength(string value)
    {
        bool isValid =
            long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long length)
            && (_contentLength is null || _contentLength == length);
        _contentLength = length;
        return isValid;
    }

    private static bool HasWord(string list, string word) =>
        list.Split(',', StringSplitOptions.TrimEntries).Contains(word, StringComparer.OrdinalIgnoreCase);

    private State EndHead()
    {
        if (Status is >= 100 and < 200)
            return State.StatusLine; // an interim response; the final one follows
        if (Status is 204 or 304)
            return State.Complete;
        if (_isChunked)
            return State.ChunkSize;
        if (_contentLength is null || _isOtherEncoding)
        {
            MayReuse = false;
            return State.BodyToEnd;
        }
        _bytesLeft = _contentLength.Value;
        return _bytesLeft == 0 ? State.Complete : State.Body;
    }

    private State ReadChunkSize(string line)
    {
        int end = line.IndexOf(';', StringComparison.Ordinal); // extensions have no meaning here
        ReadOnlySpan<char> digits = (end < 0 ? line : line[..end]).AsSpan().Trim();
        if (
            !long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _bytesLeft)
            || _bytesLeft < 0
        )
            return State.Malformed;
        return _bytesLeft == 0 ? State.Trailer : State.Chunk;
    }
}
