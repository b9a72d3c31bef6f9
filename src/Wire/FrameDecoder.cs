namespace MGen.Wire;

/// <summary>
/// Reads frames from a stream that arrives in pieces of any length. Of an incomplete frame it keeps only the header; a body is counted,
/// never stored. Between frames it holds no memory.
/// </summary>
public sealed class FrameDecoder(BodyRule rule)
{
    private uint _headerLength;
    private int _filled;
    private byte[]? _header;
    private uint _bodyLeft;

    /// <summary>Why <see cref="Read"/> answered <see cref="ReadStatus.Violation"/>.</summary>
    public WireViolation Violation { get; private set; }

    /// <summary>Whether the stream may not end here without losing a part of a frame.</summary>
    public bool IsInsideFrame => _filled > 0;

    /// <summary>Takes bytes from <paramref name="input"/> up to the end of one frame, body included.</summary>
    /// <param name="input">On return, what follows the frame; empty if more is needed, meaningless after a violation.</param>
    /// <param name="frame">The frame, if complete.</param>
    public ReadStatus Read(ref ReadOnlySpan<byte> input, out Frame frame)
    {
        frame = default;
        if (Violation != WireViolation.None)
            return ReadStatus.Violation;
        if (_bodyLeft == 0)
        {
            ReadStatus header = ReadHeader(ref input);
            if (header != ReadStatus.Complete)
                return header;
        }
        uint skipped = Math.Min(_bodyLeft, (uint)input.Length);
        input = input[(int)skipped..];
        _bodyLeft -= skipped;
        if (_bodyLeft > 0)
            return ReadStatus.NeedMoreData;
        frame = Frame.FromHeader(_header!);
        (_header, _headerLength, _filled) = (null, 0, 0);
        return ReadStatus.Complete;
    }

    private ReadStatus ReadHeader(ref ReadOnlySpan<byte> input)
    {
        for (; _filled < 4; _filled++, input = input[1..])
        {
            if (input.IsEmpty)
                return ReadStatus.NeedMoreData;
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
