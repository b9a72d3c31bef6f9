using System.Globalization;

namespace MGen.Export.Tests.Support;

/// <summary>A TLS record of a capture.</summary>
/// <param name="Time">The time of its last byte in seconds.</param>
/// <param name="IsOutgoing">Whether the device sent it.</param>
/// <param name="Type">The content type in its header.</param>
/// <param name="Length">Its size in bytes, without the header of 5.</param>
internal sealed record TlsRecord(double Time, bool IsOutgoing, string Type, int Length)
{
    /// <summary>The size of the close_notify alert; an export has none.</summary>
    public const int CloseNotify = 19;
}

/// <summary>Reads the TLS records of a capture with tshark.</summary>
internal static class TlsRecords
{
    /// <summary>The records of each connection to a port, in order.</summary>
    public static async Task<IReadOnlyList<List<TlsRecord>>> ReadAsync(ExportWorld world, string file, int port)
    {
        string output = await ForeignTool.RunAsync(
            world.Root,
            "tshark",
            "-r",
            file,
            "-d",
            $"tcp.port=={port},tls",
            "-Y",
            $"tls && tcp.port == {port}",
            "-T",
            "fields",
            "-e",
            "tcp.stream",
            "-e",
            "frame.time_epoch",
            "-e",
            "tcp.dstport",
            "-e",
            "tls.record.content_type",
            "-e",
            "tls.record.opaque_type",
            "-e",
            "tls.record.length"
        );
        List<(string Stream, TlsRecord Record)> records = [];
        foreach (
            string[] fields in output
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split('\t'))
        )
        {
            bool isOutgoing = fields[2] == port.ToString(CultureInfo.InvariantCulture);
            double time = double.Parse(fields[1], CultureInfo.InvariantCulture);
            // A frame lists the types of plain records, then of encrypted ones; plain ones come first in the stream,
            // too.
            string[] types = [.. $"{fields[3]},{fields[4]}".Split(',', StringSplitOptions.RemoveEmptyEntries)];
            // None where a segment ends no record.
            string[] lengths = fields[5].Split(',', StringSplitOptions.RemoveEmptyEntries);
            for (int i = 0; i < lengths.Length; i++)
                records.Add(
                    (
                        fields[0],
                        new TlsRecord(
                            time,
                            isOutgoing,
                            i < types.Length ? types[i] : "23",
                            int.Parse(lengths[i], CultureInfo.InvariantCulture)
                        )
                    )
                );
        }
        return [.. records.GroupBy(item => item.Stream, item => item.Record).Select(stream => stream.ToList())];
    }
}
