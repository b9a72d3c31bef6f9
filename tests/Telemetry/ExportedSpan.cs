using System.Buffers.Binary;
using System.Text;

namespace MGen.Telemetry.Tests;

/// <summary>A span of a trace, as a collector receives it by OTLP (opentelemetry/proto/trace/v1/trace.proto).</summary>
internal sealed record ExportedSpan(string Trace, string Id, string Parent, string Name, ulong Start, ulong End)
{
    /// <summary>The attributes that are text or integers.</summary>
    public Dictionary<string, string> Tags { get; } = [];

    /// <summary>Reads an ExportTraceServiceRequest.</summary>
    public static IEnumerable<ExportedSpan> Read(byte[] request) =>
        from resource in Fields(request, 1)
        from scope in Fields(resource, 2)
        from span in Fields(scope, 2)
        select ReadSpan(span);

    private static ExportedSpan ReadSpan(ReadOnlyMemory<byte> bytes)
    {
        string Hex(int number) => Convert.ToHexStringLower(Fields(bytes, number).FirstOrDefault().Span);
        ulong Time(int number) => BinaryPrimitives.ReadUInt64LittleEndian(Fields(bytes, number).Single().Span);

        ExportedSpan span = new(Hex(1), Hex(2), Hex(4), Text(Fields(bytes, 5).Single()), Time(7), Time(8));
        foreach (ReadOnlyMemory<byte> attribute in Fields(bytes, 9))
        {
            ReadOnlyMemory<byte> value = Fields(attribute, 2).Single();
            span.Tags[Text(Fields(attribute, 1).Single())] = Fields(value, 1).FirstOrDefault()
                is { IsEmpty: false } text
                ? Text(text)
                : $"{ReadNumber(Fields(value, 3).FirstOrDefault().Span, out _)}";
        }
        return span;
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    /// <summary>The values of a message's field: content, or the bytes of a number.</summary>
    private static List<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> message, int wanted)
    {
        List<ReadOnlyMemory<byte>> found = [];
        for (int at = 0; at < message.Length; )
        {
            ulong key = ReadNumber(message.Span[at..], out int read);
            at += read;
            int length = (key & 7) switch
            {
                0 => Skip(message.Span[at..]),
                1 => 8,
                5 => 4,
                2 => (int)ReadNumber(message.Span[at..], out read),
                _ => throw new InvalidDataException($"wire type {key & 7}"),
            };
            at += (key & 7) == 2 ? read : 0;
            if ((int)(key >> 3) == wanted)
                found.Add(message.Slice(at, length));
            at += length;
        }
        return found;
    }

    private static int Skip(ReadOnlySpan<byte> bytes)
    {
        _ = ReadNumber(bytes, out int length);
        return length;
    }

    private static ulong ReadNumber(ReadOnlySpan<byte> bytes, out int length)
    {
        ulong number = 0;
        for (length = 0; length < bytes.Length; )
        {
            byte next = bytes[length];
            number |= (ulong)(next & 0x7f) << (7 * length++);
            if (next < 0x80)
                break;
        }
        return number;
    }
}
