using System.Buffers.Binary;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Text;

namespace MGen.Export.Captures;

/// <summary>
/// Writes a pcapng file of one Ethernet interface with nanosecond timestamps: a section header, an interface
/// description, then the packets.
/// </summary>
internal sealed class PcapngFile : IDisposable
{
    /// <summary>
    /// The size of a buffer: what is collected before a write, and the largest packet with the longest comment.
    /// </summary>
    private const int BufferBytes = FlushBytes + (1 << 18);

    /// <summary>
    /// The number of bytes that are collected before another thread writes them: large enough that the handover costs
    /// little, and so small that both buffers leave most of the second-level cache to the connections, which are
    /// visited in turn (1 MiB takes 15 % more CPU time, bench/README.md).
    /// </summary>
    private const int FlushBytes = 1 << 18;

    private const uint SectionHeader = 0x0A0D0D0A;
    private const uint InterfaceDescription = 1;
    private const uint EnhancedPacket = 6;
    private const int PacketHeaderBytes = 28;

    private readonly DoubleBuffer _file;
    private byte[] _buffer;
    private int _length;

    public PcapngFile(string path, string application)
    {
        _file = new DoubleBuffer(path, BufferBytes);
        _buffer = _file.First;
        WriteSectionHeader(application);
        WriteInterface();
    }

    /// <summary>The number of packets written.</summary>
    public long Packets { get; private set; }

    /// <summary>Adds a packet.</summary>
    /// <param name="unixNanoseconds">When the packet passed the interface: nanoseconds since 1970-01-01 UTC.</param>
    /// <param name="frameBytes">The size of the Ethernet frame in bytes: at most 64 KiB and the headers.</param>
    /// <param name="comment">A comment on the packet, or <c>null</c>.</param>
    /// <returns>
    /// The buffer into which the caller writes the frame before the next call. It contains bytes of an earlier packet.
    /// </returns>
    public Span<byte> Add(long unixNanoseconds, int frameBytes, string? comment)
    {
        int optionsAt = PacketHeaderBytes + Padded(frameBytes);
        Span<byte> block = Reserve(optionsAt + (comment is null ? 0 : OptionsBytes(comment)) + sizeof(int));
        ref EnhancedPacketHeader header = ref MemoryMarshal.AsRef<EnhancedPacketHeader>(block);
        header.Type = Little(EnhancedPacket);
        header.BlockBytes = Little((uint)block.Length);
        header.Interface = 0;
        header.TimeHigh = Little((uint)((ulong)unixNanoseconds >> 32));
        header.TimeLow = Little((uint)unixNanoseconds);
        header.CapturedBytes = header.FrameBytes = Little((uint)frameBytes);
        Packets++;
        if (comment is not null)
            WriteComment(block[optionsAt..], comment);
        // The length of the block, behind zeros for the padding. The caller overwrites the other zeros with the end of
        // the frame.
        long lengthAfterZeros = (long)block.Length << 32;
        Span<byte> end = block[(optionsAt - sizeof(int))..];
        if (comment is null)
        {
            BinaryPrimitives.WriteInt64LittleEndian(end, lengthAfterZeros);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(end, 0);
            BinaryPrimitives.WriteInt32LittleEndian(block[^sizeof(int)..], block.Length);
        }
        return block.Slice(PacketHeaderBytes, frameBytes);
    }

    /// <summary>Writes the rest and closes the file.</summary>
    /// <exception cref="IOException">The disk is full, or the like.</exception>
    public void Complete()
    {
        Flush();
        _file.Complete();
    }

    public void Dispose() => _file.Dispose();

    private void WriteSectionHeader(string application)
    {
        const ushort UserApplication = 4;
        int length = Encoding.UTF8.GetByteCount(application);
        Span<byte> block = Reserve(28 + 4 + Padded(length) + 4);
        block.Clear();
        Begin(block, SectionHeader);
        BinaryPrimitives.WriteUInt32LittleEndian(block[8..], 0x1A2B3C4D); // byte-order magic: little-endian
        BinaryPrimitives.WriteUInt16LittleEndian(block[12..], 1); // version 1.0
        BinaryPrimitives.WriteInt64LittleEndian(block[16..], -1); // the length of the section is not specified
        WriteOption(block[24..], UserApplication, application, length);
    }

    private void WriteInterface()
    {
        const ushort Ethernet = 1;
        const ushort TimeResolution = 9;
        Span<byte> block = Reserve(32);
        block.Clear();
        Begin(block, InterfaceDescription);
        BinaryPrimitives.WriteUInt16LittleEndian(block[8..], Ethernet);
        BinaryPrimitives.WriteUInt16LittleEndian(block[16..], TimeResolution);
        BinaryPrimitives.WriteUInt16LittleEndian(block[18..], 1);
        block[20] = 9; // 10^-9 s
    }

    /// <summary>The size of a comment with its option header and the end-of-options option, in bytes.</summary>
    private static int OptionsBytes(string comment) => 4 + Padded(Encoding.UTF8.GetByteCount(comment)) + 4;

    private static void WriteComment(Span<byte> room, string comment)
    {
        const ushort Comment = 1;
        int length = Encoding.UTF8.GetByteCount(comment);
        room[..(8 + Padded(length))].Clear();
        WriteOption(room, Comment, comment, length);
    }

    private static void WriteOption(Span<byte> room, ushort code, string text, int length)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(room, code);
        BinaryPrimitives.WriteUInt16LittleEndian(room[2..], (ushort)length);
        Encoding.UTF8.GetBytes(text, room[4..]);
    }

    /// <summary>Writes the type of a block and, at both ends, its length.</summary>
    private static void Begin(Span<byte> block, uint type)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(block, type);
        BinaryPrimitives.WriteInt32LittleEndian(block[4..], block.Length);
        BinaryPrimitives.WriteInt32LittleEndian(block[^4..], block.Length);
    }

    private static int Padded(int length) => (length + 3) & ~3;

    private Span<byte> Reserve(int bytes)
    {
        if (_length >= FlushBytes)
            Flush();
        _length += bytes;
        return _buffer.AsSpan(_length - bytes, bytes);
    }

    private void Flush()
    {
        _buffer = _file.Write(_length);
        _length = 0;
    }

    private static uint Little(uint number) =>
        BitConverter.IsLittleEndian ? number : BinaryPrimitives.ReverseEndianness(number);

    /// <summary>The header of an enhanced packet block. Numbers are little-endian.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct EnhancedPacketHeader
    {
        public uint Type;
        public uint BlockBytes;
        public uint Interface;
        public uint TimeHigh;
        public uint TimeLow;
        public uint CapturedBytes;
        public uint FrameBytes;
    }
}

/// <summary>
/// A file with two buffers: a background thread writes one while the caller fills the other. While writes are so quick
/// that the handover would cost more, as to <c>/dev/null</c>, the caller writes. Not thread-safe.
/// </summary>
internal sealed class DoubleBuffer : IDisposable
{
    /// <summary>
    /// The size of one write in bytes. Larger and smaller writes cost Linux more time for memory of the page cache
    /// (measured).
    /// </summary>
    private const int WriteBytes = 1 << 18;

    /// <summary>
    /// A write that takes less is quick: a handover with its wake-up takes about as long. A file takes five times as
    /// long (measured).
    /// </summary>
    private static readonly TimeSpan Quick = TimeSpan.FromMicroseconds(20);

    private readonly FileStream _file;
    private readonly object _gate = new();
    private byte[] _filling;
    private byte[] _other;
    private int _otherLength; // above 0 while the other buffer waits to be written
    private bool _isQuick; // the last write was quick
    private bool _isEnding;
    private Exception? _failure;

    /// <summary>Creates the file, or empties it.</summary>
    public DoubleBuffer(string path, int bufferBytes)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        (_filling, _other) = (new byte[bufferBytes], new byte[bufferBytes]);
        new Thread(WriteAll) { IsBackground = true, Name = "capture" }.Start();
    }

    /// <summary>The buffer that the caller fills first.</summary>
    public byte[] First => _filling;

    /// <summary>
    /// Writes the first <paramref name="length"/> bytes of the filled buffer, or hands them to the background thread.
    /// </summary>
    /// <returns>The buffer that the caller fills next.</returns>
    /// <exception cref="IOException">This or the previous write failed.</exception>
    public byte[] Write(int length)
    {
        lock (_gate)
        {
            Wait();
            if (!_isQuick)
            {
                (_filling, _other, _otherLength) = (_other, _filling, length);
                Monitor.PulseAll(_gate);
                return _filling;
            }
        }
        Write(_filling.AsSpan(0, length));
        return _filling;
    }

    /// <summary>Waits for the last write, and closes the file.</summary>
    /// <exception cref="IOException">The disk is full, or the like.</exception>
    public void Complete()
    {
        lock (_gate)
            Wait();
        _file.Dispose();
    }

    /// <summary>
    /// Ends the background thread, which may still be blocked in a write to a pipe without a reader.
    /// </summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isEnding = true;
            Monitor.PulseAll(_gate);
        }
        _file.Dispose();
    }

    /// <summary>Waits until the other buffer is written.</summary>
    private void Wait()
    {
        while (_otherLength > 0)
            Monitor.Wait(_gate);
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
    }

    /// <summary>The body of the background thread: writes each filled buffer.</summary>
    private void WriteAll()
    {
        while (TryTake(out ReadOnlySpan<byte> filled))
        {
            Exception? failure = null;
            try
            {
                Write(filled);
            }
            catch (Exception exception)
                when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                failure = exception; // rethrown on the caller's thread
            }
            lock (_gate)
            {
                (_otherLength, _failure) = (0, failure);
                Monitor.PulseAll(_gate);
            }
        }
    }

    private bool TryTake(out ReadOnlySpan<byte> filled)
    {
        lock (_gate)
        {
            while (_otherLength == 0 && !_isEnding)
                Monitor.Wait(_gate);
            filled = _other.AsSpan(0, _otherLength);
            return !_isEnding;
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        long startedAt = TimeProvider.System.GetTimestamp();
        for (; bytes.Length > WriteBytes; bytes = bytes[WriteBytes..])
            _file.Write(bytes[..WriteBytes]);
        _file.Write(bytes);
        _isQuick = TimeProvider.System.GetElapsedTime(startedAt) < Quick;
    }
}
