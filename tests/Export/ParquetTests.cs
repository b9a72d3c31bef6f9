using MGen.Cli;
using MGen.Export.Tests.Support;
using ParquetSharp;

namespace MGen.Export.Tests;

/// <summary>
/// Reads the tables with Apache's library (ParquetSharp), which shares no code with the library that writes them.
/// </summary>
public sealed class ParquetTests
{
    [Fact]
    public async Task Parquet_OfALog_HasItsEventsMessagesAndDeliveries()
    {
        using ExportWorld world = new();
        world.Write("run.log", SmallLog.Text);

        await world.SucceedAsync("export", "run.log", "--export", "parquet=t");

        using ParquetFileReader events = new(world.PathOf("t/events.parquet"));
        Assert.Equal(
            ["time_ns", "user", "group", "kind", "from_state", "to_state", "other", "id", "bytes", "text"],
            Columns(events)
        );
        Assert.Equal(
            ["waiting", "waiting", "handshake", "send", "handshake", "receive", "receive-receipt"],
            Read<string>(events, "kind")
        );
        Assert.Equal(946684801_500000000, Read<long>(events, "time_ns")[3]);
        Assert.Equal([null, null, null, 0u, null, 0u, 0u], Read<uint?>(events, "id"));
        Assert.Equal([null, null, null, 320u, null, 320u, 160u], Read<uint?>(events, "bytes"));
        Assert.Equal([null, null, null, null, null, "alice", "bob"], Read<string?>(events, "other"));
        using ParquetFileReader messages = new(world.PathOf("t/messages.parquet"));
        Assert.Equal(["alice"], Read<string>(messages, "sender"));
        Assert.Equal([1], Read<int>(messages, "receivers"));
        using ParquetFileReader deliveries = new(world.PathOf("t/deliveries.parquet"));
        Assert.Equal([0L], Read<long?>(deliveries, "message"));
        Assert.Equal(["bob"], Read<string>(deliveries, "receiver"));
        Assert.Equal([946684802_250000000L], Read<long?>(deliveries, "delivered_ns"));
    }

    /// <summary>More than one group of rows; the counts are those of the log and of the ground truth.</summary>
    [Fact]
    public async Task Parquet_OfASimulation_HasAsManyRowsAsTheLogHasLines()
    {
        using ExportWorld world = new();
        world.WriteClient("alice", ["tea"]);
        world.WriteClient("bob", ["tea"]);

        await world.SucceedAsync(
            "simulate",
            "*.yaml",
            "--seed",
            "7",
            "--duration",
            "24h",
            "--log",
            "run.log",
            "--export",
            "parquet=t",
            "--export",
            "truth=truth"
        );

        string[] truth = world.Read("truth/messages.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using ParquetFileReader events = new(world.PathOf("t/events.parquet"));
        using ParquetFileReader messages = new(world.PathOf("t/messages.parquet"));
        using ParquetFileReader deliveries = new(world.PathOf("t/deliveries.parquet"));
        Assert.True(events.FileMetaData.NumRowGroups > 1);
        Assert.Equal(world.Read("run.log").Count(character => character == '\n'), events.FileMetaData.NumRows);
        Assert.Equal(truth.Length, messages.FileMetaData.NumRows);
        Assert.Equal(truth.Length, deliveries.FileMetaData.NumRows);
        Assert.Equal(Enumerable.Range(0, truth.Length).Select(row => (long?)row), Read<long?>(deliveries, "message"));
        Assert.All(
            truth.Zip(Read<long>(messages, "time_ns")),
            pair => Assert.StartsWith($"{{\"time_ns\":{pair.Second},", pair.First, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Parquet_OfNobody_HasTablesWithoutRows()
    {
        using ExportWorld world = new();
        world.Write("run.log", SmallLog.Text);

        (ExitCode code, _, _) = await world.ToolsAsync(
            "export",
            "run.log",
            "--export",
            "parquet=t",
            "--observe",
            "nobody"
        );

        Assert.Equal(ExitCode.Doubtful, code);
        Assert.All(
            (string[])["events", "messages", "deliveries"],
            name =>
            {
                using ParquetFileReader table = new(world.PathOf($"t/{name}.parquet"));
                Assert.Equal(0, table.FileMetaData.NumRows);
            }
        );
    }

    private static IEnumerable<string> Columns(ParquetFileReader file) =>
        Enumerable
            .Range(0, file.FileMetaData.NumColumns)
            .Select(column => file.FileMetaData.Schema.Column(column).Name);

    private static List<T> Read<T>(ParquetFileReader file, string name)
    {
        int column = Columns(file).ToList().IndexOf(name);
        List<T> values = [];
        for (int group = 0; group < file.FileMetaData.NumRowGroups; group++)
        {
            using RowGroupReader rows = file.RowGroup(group);
            using ColumnReader reader = rows.Column(column);
            using LogicalColumnReader<T> logical = reader.LogicalReader<T>();
            values.AddRange(logical.ReadAll((int)rows.MetaData.NumRows));
        }
        return values;
    }
}
