using System.Buffers.Binary;
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
    /// The number of bytes that are collected before they are written: few enough to leave most of the second-level
    /// cache to the connections, which are visited in turn (1 MiB takes 28 % more CPU time at the median,
    /// bench/README.md). A write has slightly more bytes, which costs Linux less time than exactly this many.
    /// </summary>
    private const int FlushBytes = 1 << 18;

    /// <summary>
    /// The size of the buffer: the bytes collected before a write, and more than the largest packet with its comment.
    /// </summary>
    private const int BufferBytes = FlushBytes + (1 << 18);

    private const uint SectionHeader = 0x0A0D0D0A;
    private const uint InterfaceDescription = 1;
    private const uint EnhancedPacket = 6;
    private const int PacketHeaderBytes = 28;

    private readonly FileStream _file;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _length;

    public PcapngFile(string path, string application)
    {
        _file = Create(path);
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
        // The length of the block, after four zeros for the padding. The caller overwrites those zeros that are not
        // padding with the end of the frame.
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

    /// <summary>Writes the buffered bytes and closes the file.</summary>
    /// <exception cref="IOException">The disk is full, or the like.</exception>
    public void Complete()
    {
        Flush();
        _file.Dispose();
    }

    public void Dispose() => _file.Dispose();

    /// <summary>
    /// Creates the file, or empties an existing one. <c>FileMode.Create</c> alone truncates a new file, too. When a
    /// truncated file is closed, ext4 allocates all of its blocks, which takes half a second for 3 GB.
    /// </summary>
    private static FileStream Create(string path)
    {
        try
        {
            return Open(path, FileMode.CreateNew);
        }
        catch (IOException)
        {
            return Open(path, FileMode.Create);
        }
    }

    private static FileStream Open(string path, FileMode mode) =>
        new(path, mode, FileAccess.Write, FileShare.Read, bufferSize: 0);

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
        _file.Write(_buffer.AsSpan(0, _length));
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
