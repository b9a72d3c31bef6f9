using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace MGen.Export.Captures;

/// <summary>
/// Writes a pcapng file of one Ethernet interface with times in nanoseconds: a section header, an interface
/// description, then packets.
/// </summary>
internal sealed class PcapngFile : IDisposable
{
    /// <summary>Room for what is gathered and the largest packet with the longest comment.</summary>
    private const int BufferBytes = FlushBytes + (1 << 18);

    /// <summary>
    /// What is gathered before another thread writes it: little enough to stay in a processor's cache, and enough that
    /// handing it over costs little.
    /// </summary>
    private const int FlushBytes = 1 << 20;

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

    /// <summary>Packets written.</summary>
    public long Packets { get; private set; }

    /// <summary>Adds a packet.</summary>
    /// <param name="unixNanoseconds">When it passed the interface.</param>
    /// <param name="frameBytes">Bytes of the Ethernet frame: at most 64 KiB and its headers.</param>
    /// <param name="comment">A comment on it, or <c>null</c>.</param>
    /// <returns>Where the caller writes the frame, before the next call. It has bytes of an earlier packet.</returns>
    public Span<byte> Add(long unixNanoseconds, int frameBytes, string? comment)
    {
        Packets++;
        int padded = Padded(frameBytes);
        Span<byte> block = Reserve(PacketHeaderBytes + padded + OptionsBytes(comment) + sizeof(int));
        ref EnhancedPacketHeader header = ref MemoryMarshal.AsRef<EnhancedPacketHeader>(block);
        header.Type = Little(EnhancedPacket);
        header.BlockBytes = Little((uint)block.Length);
        header.Interface = 0;
        header.TimeHigh = Little((uint)((ulong)unixNanoseconds >> 32));
        header.TimeLow = Little((uint)unixNanoseconds);
        header.CapturedBytes = header.FrameBytes = Little((uint)frameBytes);
        Span<byte> end = block[(PacketHeaderBytes + padded - sizeof(int))..];
        // Padding, behind the frame's last bytes, which the caller writes.
        BinaryPrimitives.WriteInt32LittleEndian(end, 0);
        if (comment is not null)
            WriteComment(end[sizeof(int)..], comment);
        BinaryPrimitives.WriteInt32LittleEndian(end[^sizeof(int)..], block.Length);
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
        BinaryPrimitives.WriteUInt32LittleEndian(block[8..], 0x1A2B3C4D); // says that numbers are little-endian
        BinaryPrimitives.WriteUInt16LittleEndian(block[12..], 1); // version 1.0
        BinaryPrimitives.WriteInt64LittleEndian(block[16..], -1); // length of the section: not given
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

    /// <summary>Bytes of a comment with its header and the option that ends all.</summary>
    private static int OptionsBytes(string? comment) =>
        comment is null ? 0 : 4 + Padded(Encoding.UTF8.GetByteCount(comment)) + 4;

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

    /// <summary>Writes the block's type and, at both ends, its length.</summary>
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

    /// <summary>What stands before a packet: numbers are little-endian.</summary>
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
