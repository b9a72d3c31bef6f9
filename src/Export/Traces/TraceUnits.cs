using MGen.Export.Links;

namespace MGen.Export.Traces;

/// <summary>Divides records into the elements of a trace.</summary>
internal sealed class TraceUnits(TraceUnit unit, int segmentBytes)
{
    /// <summary>Size of a Tor cell, and of the records that it carries.</summary>
    private const int CellBytes = 514;
    private const int CellPayloadBytes = 498;

    /// <summary>Headers of IPv4 (20), and of TCP with time stamps left out (20).</summary>
    private const int PacketHeaderBytes = 40;

    /// <summary>How many elements a record has.</summary>
    public int Count(in LinkRecord record) =>
        unit switch
        {
            TraceUnit.Record => 1,
            TraceUnit.Packet => Parts(record.Bytes, segmentBytes),
            _ => Parts(record.Bytes, CellPayloadBytes),
        };

    /// <summary>Bytes of one of its elements, by number from 0.</summary>
    public int Bytes(in LinkRecord record, int element) =>
        unit switch
        {
            TraceUnit.Record => record.Bytes,
            TraceUnit.Packet => Math.Min(segmentBytes, record.Bytes - (element * segmentBytes)) + PacketHeaderBytes,
            _ => CellBytes,
        };

    private static int Parts(int bytes, int largest) => (bytes + largest - 1) / largest;
}
