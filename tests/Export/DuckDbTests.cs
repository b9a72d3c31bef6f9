using System.Globalization;
using DuckDB.NET.Data;
using MGen.Export.Tests.Support;

namespace MGen.Export.Tests;

/// <summary>
/// Reads the tables with SQL in DuckDB, and compares counts and sums with those of the log's text, which the test reads
/// by itself.
/// </summary>
public sealed class DuckDbTests(SimulatedTables tables) : IClassFixture<SimulatedTables>
{
    [Fact]
    public void Parquet_InDuckDb_HasTheCountsAndSumsOfTheLog()
    {
        using DuckDBConnection database = Open();
        LogTotals log = tables.Log;

        Assert.Equal(
            log.Events,
            Query(
                database,
                $"SELECT \"user\", \"group\", kind, count(*) FROM '{tables.PathOf("t/events.parquet")}' GROUP BY ALL"
            )
        );
        Assert.Equal(
            log.Sent,
            Query(
                database,
                $"SELECT sender, \"group\", sum(bytes) FROM '{tables.PathOf("t/messages.parquet")}' GROUP BY ALL"
            )
        );
        Assert.Equal(
            log.Received,
            Query(
                database,
                $"SELECT receiver, \"group\", count(*) FROM '{tables.PathOf("t/deliveries.parquet")}' "
                    + "WHERE delivered_ns IS NOT NULL GROUP BY ALL"
            )
        );
        Assert.True(log.Events.Values.Sum(count => (long)count) > 50_000, "too few rows for several row groups");
    }

    /// <summary>The query of docs/EXPORT.md.</summary>
    [Fact]
    public async Task Delays_InDuckDb_AreThoseOfTheLog()
    {
        using DuckDBConnection database = Open();
        string document = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "docs", "EXPORT.md"),
            TestContext.Current.CancellationToken
        );
        string query = document.Split("```sql\n")[1].Split("```")[0];

        Dictionary<string, Int128> delays = Query(
            database,
            query.Replace("'tables/", $"'{tables.PathOf("t/")}", StringComparison.Ordinal)
        );

        Assert.Equal(tables.Log.Delays, delays);
    }

    /// <summary>Opens a database in memory. Skips the test where DuckDB's native library does not load.</summary>
    private static DuckDBConnection Open()
    {
        DuckDBConnection database = new("DataSource=:memory:");
        try
        {
            database.Open();
        }
        catch (Exception exception)
            when (exception is DllNotFoundException or TypeInitializationException or BadImageFormatException)
        {
            database.Dispose();
            Assert.Skip($"the native library of DuckDB does not load: {exception.GetBaseException().Message}");
        }
        return database;
    }

    /// <summary>A query's rows: all columns but the last one, joined by spaces, and the last one's number.</summary>
    private static Dictionary<string, Int128> Query(DuckDBConnection database, string query)
    {
        using DuckDBCommand command = database.CreateCommand();
        command.CommandText = query;
        using DuckDBDataReader reader = command.ExecuteReader();
        Dictionary<string, Int128> rows = [];
        while (reader.Read())
            rows.Add(
                string.Join(' ', Enumerable.Range(0, reader.FieldCount - 1).Select(reader.GetString)),
                Int128.Parse(
                    Convert.ToString(reader.GetValue(reader.FieldCount - 1), CultureInfo.InvariantCulture)!,
                    CultureInfo.InvariantCulture
                )
            );
        return rows;
    }
}

/// <summary>
/// The log and the tables of a simulation of two groups: one of two people, one of three. One name is not ASCII, and
/// one has a quote.
/// </summary>
public sealed class SimulatedTables : IAsyncLifetime
{
    private readonly ExportWorld _world = new();

    /// <summary>The sums over the log.</summary>
    internal LogTotals Log { get; private set; } = new();

    /// <summary>The path of a file of the run.</summary>
    public string PathOf(string file) => _world.PathOf(file);

    public async ValueTask InitializeAsync()
    {
        _world.WriteClient("zoë", ["tea"]);
        _world.WriteClient("o'neil", ["tea", "kaffee"]);
        _world.WriteClient("ana", ["kaffee"]);
        _world.WriteClient("bob", ["kaffee"]);
        await _world.SucceedAsync(
            "simulate",
            "*.yaml",
            "--seed",
            "7",
            "--duration",
            "12h",
            "--log",
            "run.log",
            "--export",
            "parquet=t"
        );
        Log = LogTotals.From(_world.Read("run.log"));
    }

    public ValueTask DisposeAsync()
    {
        _world.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Sums over the lines of a log.</summary>
internal sealed record LogTotals
{
    private const long BlockBytes = 160;

    /// <summary>Lines per user, group and kind.</summary>
    public Dictionary<string, Int128> Events { get; } = [];

    /// <summary>Bytes of sent messages per user and group.</summary>
    public Dictionary<string, Int128> Sent { get; } = [];

    /// <summary>Messages received per user and group.</summary>
    public Dictionary<string, Int128> Received { get; } = [];

    /// <summary>Nanoseconds from sending to receiving, summed per recipient.</summary>
    public Dictionary<string, Int128> Delays { get; } = [];

    public static LogTotals From(string log)
    {
        LogTotals totals = new();
        Dictionary<(string Sender, string Group, string Id), Int128> sentAt = [];
        foreach (string line in log.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] fields = line.Split(',');
            (Int128 time, string user, string group, string kind) = (
                Nanoseconds(fields[1]),
                fields[2],
                fields[3],
                fields[4].ToLowerInvariant()
            );
            bool isReceipt = kind == "receive" && fields[8] == "receipt";
            Add(totals.Events, $"{user} {group} {kind}{(isReceipt ? "-receipt" : "")}", 1);
            if (kind == "send")
            {
                // A message of no block is sent as one of one block; the log has the number that was drawn.
                long blocks = Math.Max(1, long.Parse(fields[7], CultureInfo.InvariantCulture));
                Add(totals.Sent, $"{user} {group}", BlockBytes * blocks);
                sentAt.Add((user, group, fields[8]), time);
            }
            else if (kind == "receive" && !isReceipt)
            {
                Add(totals.Received, $"{user} {group}", 1);
                Add(totals.Delays, user, time - sentAt[(fields[7], group, fields[9])]);
            }
        }
        return totals;
    }

    private static void Add(Dictionary<string, Int128> sums, string name, Int128 number) =>
        sums[name] = sums.GetValueOrDefault(name) + number;

    private static Int128 Nanoseconds(string seconds) =>
        Int128.Parse(seconds.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
}
