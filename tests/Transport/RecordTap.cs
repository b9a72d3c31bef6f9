using System.Buffers.Binary;
using System.Net.Sockets;

namespace MGen.Transport.Tests;

/// <summary>A stream over a socket that keeps the received bytes, to inspect TLS's records.</summary>
internal sealed class RecordTap(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    private readonly MemoryStream _received = new();

    /// <summary>Discards the received bytes.</summary>
    public void Clear() => _received.SetLength(0);

    /// <summary>Type and length of each complete record.</summary>
    public IReadOnlyList<(int Type, int Length)> Records()
    {
        List<(int, int)> records = [];
        byte[] bytes = _received.ToArray();
        for (int at = 0; at + 5 <= bytes.Length; at += 5 + records[^1].Item2)
            records.Add((bytes[at], BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 3))));
        return records;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await base.ReadAsync(buffer, cancellationToken);
        _received.Write(buffer.Span[..count]);
        return count;
    }

    /// <summary>Segments with data that the kernel has received: tcpi_data_segs_in.</summary>
    public static uint SegmentsOf(Socket socket)
    {
        const int Tcp = 6,
            TcpInfo = 11,
            DataSegmentsIn = 152;
        byte[] info = new byte[DataSegmentsIn + sizeof(uint)];
        socket.GetRawSocketOption(Tcp, TcpInfo, info);
        return BitConverter.ToUInt32(info, DataSegmentsIn);
    }
}
