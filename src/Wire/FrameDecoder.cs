namespace MGen.Wire;

/// <summary>
/// Reads frames from a stream that arrives in pieces of any length. Of an incomplete frame it stores only the header;
/// bodies are counted, not stored, except for their first <paramref name="keptBodyBytes"/> bytes. Between frames the
/// decoder holds only these first bytes.
/// </summary>
/// <param name="rule">Determines the length of bodies.</param>
/// <param name="keptBodyBytes">How many bytes from the start of each body are kept for <see cref="BodyStart"/>.</param>
public sealed class FrameDecoder(BodyRule rule, int keptBodyBytes = 0)
{
    private readonly byte[] _bodyStart = keptBodyBytes == 0 ? [] : new byte[keptBodyBytes];
    private int _kept;
    private uint _headerLength;
    private int _filled;
    private byte[]? _header;
    private uint _bodyLeft;

    /// <summary>Why <see cref="Read"/> returned <see cref="ReadStatus.Violation"/>.</summary>
    public WireViolation Violation { get; private set; }

    /// <summary>Whether part of a frame has been read. A stream that ends here is truncated.</summary>
    public bool IsInsideFrame => _filled > 0;

    /// <summary>
    /// The first bytes of the body of the last complete frame: as many as the constructor asked for, or the whole body
    /// if it is shorter.
    /// </summary>
    public ReadOnlySpan<byte> BodyStart => _bodyStart.AsSpan(0, _kept);

    /// <summary>Consumes bytes from <paramref name="input"/> up to the end of one frame, body included.</summary>
    /// <param name="input">
    /// On return, the bytes after the frame; empty if more are needed, undefined after a violation.
    /// </param>
    /// <param name="frame">The frame, if complete.</param>
    public ReadStatus Read(ref ReadOnlySpan<byte> input, out Frame frame)
    {
        frame = default;
        // A violation is final: after it the borders of frames are unknown.
        if (Violation != WireViolation.None)
            return ReadStatus.Violation;
        if (_bodyLeft == 0)
        {
            ReadStatus header = ReadHeader(ref input);
            if (header != ReadStatus.Complete)
                return header;
        }
        SkipBody(ref input);
        if (_bodyLeft > 0)
            return ReadStatus.NeedMoreData;
        // Given away, not copied: the frame owns the array, and the next header gets a new one.
        frame = Frame.FromHeader(_header!);
        _header = null;
        _headerLength = 0;
        _filled = 0;
        return ReadStatus.Complete;
    }

    private void SkipBody(ref ReadOnlySpan<byte> input)
    {
        // The minimum is taken before the cast: only then does the number fit an int for certain.
        int skipped = (int)Math.Min(_bodyLeft, (uint)input.Length);
        int kept = Math.Min(skipped, _bodyStart.Length - _kept);
        input[..kept].CopyTo(_bodyStart.AsSpan(_kept));
        _kept += kept;
        input = input[skipped..];
        _bodyLeft -= (uint)skipped;
    }

    private ReadStatus ReadHeader(ref ReadOnlySpan<byte> input)
    {
        for (; _filled < 4; _filled++, input = input[1..])
        {
            if (input.IsEmpty)
                return ReadStatus.NeedMoreData;
            // Byte by byte, since the length may be cut anywhere. It is checked before anything is allocated for it.
            _headerLength = (_headerLength << 8) | input[0];
        }
        if (_header is null && !StartHeader())
            return ReadStatus.Violation;
        int taken = Math.Min(input.Length, _header!.Length - _filled);
        input[..taken].CopyTo(_header.AsSpan(_filled));
        input = input[taken..];
        _filled += taken;
        if (_filled < _header.Length)
            return ReadStatus.NeedMoreData;
        Violation = HeaderFormat.Check(_header);
        if (Violation != WireViolation.None)
            return ReadStatus.Violation;
        _bodyLeft = Frame.FromHeader(_header).BodyBytes(rule);
        _kept = 0;
        return ReadStatus.Complete;
    }

    private bool StartHeader()
    {
        Violation = HeaderFormat.CheckLength(_headerLength);
        if (Violation != WireViolation.None)
            return false;
        _header = new byte[_headerLength];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(_header, _headerLength);
        return true;
    }
}

/// <summary>The three outcomes of reading from a stream of bytes.</summary>
public enum ReadStatus
{
    /// <summary>All input was consumed; the item is not complete yet.</summary>
    NeedMoreData,

    /// <summary>One item is complete; the bytes after it remain in the input.</summary>
    Complete,

    /// <summary>The bytes violate the format. The stream cannot be read any further.</summary>
    Violation,
}
