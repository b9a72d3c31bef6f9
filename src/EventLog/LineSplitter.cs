using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;

namespace MGen.EventLog;

/// <summary>Splits a stream into lines, with one buffer.</summary>
internal sealed class LineSplitter(Stream input)
{
    /// <summary>Longest line, line feed included.</summary>
    public const int MaxLineBytes = 64 * 1024;

    private readonly byte[] _buffer = new byte[MaxLineBytes];
    private int _start;
    private int _end;
    private bool _skipping;
    private bool _began;

    /// <summary>
    /// Reads the next line without its line feed and a carriage return before it. Returns <c>false</c> at the end of
    /// the input.
    /// </summary>
    /// <param name="line">
    /// The line, or the first part of a line that is too long or unterminated; valid until the next call.
    /// </param>
    /// <param name="why">
    /// <see cref="RejectReason.TooLong"/> or <see cref="RejectReason.Unterminated"/> for a broken line.
    /// </param>
    public bool TryNext(out ReadOnlySpan<byte> line, out RejectReason why)
    {
        while (TryCut(out line, out why))
        {
            // A line that is too long arrives in several pieces. It is reported once, with its first piece.
            bool isRestOfTooLong = _skipping;
            _skipping = why == RejectReason.TooLong;
            if (!isRestOfTooLong)
                return true;
        }
        return false;
    }

    /// <summary>The next piece: a line, a full buffer without a line feed, or the rest of the input.</summary>
    private bool TryCut(out ReadOnlySpan<byte> piece, out RejectReason why)
    {
        int searched = 0;
        if (!_began)
            Begin();
        do
        {
            int length = _buffer.AsSpan((_start + searched).._end).IndexOf((byte)'\n');
            if (length >= 0)
            {
                why = RejectReason.None;
                piece = Take(searched + length);
                _start++;
                piece = piece.EndsWith("\r"u8) ? piece[..^1] : piece;
                return true;
            }
            searched = _end - _start;
        } while (searched < MaxLineBytes && Fill());
        why = searched == MaxLineBytes ? RejectReason.TooLong : RejectReason.Unterminated;
        piece = Take(searched);
        return searched > 0;
    }

    /// <summary>Skips a byte order mark, which some shells write at the start of redirected output.</summary>
    private void Begin()
    {
        _began = true;
        ReadOnlySpan<byte> mark = Encoding.UTF8.Preamble;
        while (_end < mark.Length && Fill()) { }
        _start = _buffer.AsSpan(0, _end).StartsWith(mark) ? mark.Length : 0;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        ReadOnlySpan<byte> taken = _buffer.AsSpan(_start, length);
        _start += length;
        return taken;
    }

    /// <summary>Reads more bytes after the buffered ones; <c>false</c> at the input's end.</summary>
    private bool Fill()
    {
        // Moves the incomplete line to the front; this happens once per buffer, not per line.
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        int read = input.Read(_buffer.AsSpan(_end));
        _end += read;
        return read > 0;
    }
}

/// <summary>
/// Divides the part of a line after its time at the commas. It finds all commas first, with vector instructions: to
/// search for each comma separately costs as much as to parse the field.
/// </summary>
internal ref struct FieldCutter
{
    /// <summary>The largest part that is divided, in bytes. All fields of a longer part are empty.</summary>
    private const int MaxBytes = 2 * HalfBytes;

    private const int HalfBytes = 64;

    private readonly ReadOnlySpan<byte> _part;
    private ulong _commas; // bit n: byte n is a comma after the returned fields
    private ulong _laterCommas; // bit n: the same for byte 64 + n
    private int _start;

    /// <summary>Finds the commas.</summary>
    /// <param name="line">The whole line.</param>
    /// <param name="start">Where the part begins in the line: at least at 16 bytes, the size of a vector.</param>
    public FieldCutter(ReadOnlySpan<byte> line, int start)
    {
        _part = line[start..];
        if (_part.Length > MaxBytes)
            _part = default;
        for (int at = 0; at < _part.Length; at += Vector128<byte>.Count)
        {
            // The last vector ends with the line.
            int from = Math.Min(at, _part.Length - Vector128<byte>.Count);
            Vector128<byte> bytes = Vector128.Create(line.Slice(start + from, Vector128<byte>.Count));
            ulong found = Vector128.Equals(bytes, Vector128.Create((byte)',')).ExtractMostSignificantBits();
            if (from < 0)
                _commas = found >> -from;
            else if (from < HalfBytes)
                _commas |= found << from;
            else
                _laterCommas |= found << (from - HalfBytes);
            if (from < HalfBytes && from > HalfBytes - Vector128<byte>.Count)
                _laterCommas |= found >> (HalfBytes - from);
        }
    }

    /// <summary>Whether the last field has been returned.</summary>
    public readonly bool IsAtEnd => _start > _part.Length;

    /// <summary>The next field; empty after the last field.</summary>
    public ReadOnlySpan<byte> Next()
    {
        if (IsAtEnd)
            return [];
        ReadOnlySpan<byte> field = _part[_start..TakeEnd()];
        _start += field.Length + 1;
        return field;
    }

    /// <summary>Where the next field ends.</summary>
    private int TakeEnd()
    {
        int end = _part.Length;
        if (_commas != 0)
        {
            end = BitOperations.TrailingZeroCount(_commas);
            _commas &= _commas - 1;
        }
        else if (_laterCommas != 0)
        {
            end = HalfBytes + BitOperations.TrailingZeroCount(_laterCommas);
            _laterCommas &= _laterCommas - 1;
        }
        return end;
    }

    /// <summary>Parses 1 to 9 digits and nothing else.</summary>
    public static bool TryReadNumber(ReadOnlySpan<byte> digits, out uint number)
    {
        number = 0;
        foreach (byte digit in digits)
        {
            uint value = digit - (uint)'0';
            if (value > 9)
                return false;
            number = (10 * number) + value;
        }
        return digits.Length is >= 1 and <= 9;
    }
}

/// <summary>A stream that can only be read forwards, from its beginning to its end.</summary>
public abstract class ForwardStream : Stream
{
    /// <inheritdoc/>
    public sealed override bool CanRead => true;

    /// <inheritdoc/>
    public sealed override bool CanSeek => false;

    /// <inheritdoc/>
    public sealed override bool CanWrite => false;

    /// <inheritdoc/>
    public sealed override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public sealed override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public abstract override int Read(Span<byte> buffer);

    /// <inheritdoc/>
    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public sealed override void Flush() { }

    /// <inheritdoc/>
    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public sealed override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public sealed override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
