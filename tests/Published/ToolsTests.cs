using System.Text.Json;
using ParquetSharp;

namespace MGen.Published.Tests;

/// <summary>The tools do as published what they do in a plain build: nothing that they need was trimmed.</summary>
public sealed class ToolsTests(PublishedPrograms programs) : PublishedTest(programs)
{
    [Theory]
    [InlineData("mgen-client")]
    [InlineData("mgen-peer")]
    [InlineData("mgen-web")]
    [InlineData("mgen-server")]
    [InlineData("mgentools")]
    [InlineData("mgentools", "check")]
    [InlineData("mgentools", "analyze")]
    [InlineData("mgentools", "generate")]
    public async Task Program_Help_HasAnExample(string program, params string[] verb)
    {
        RunningProgram.Ended ended = await RunAsync(Surroundings.Empty, program, [.. verb, "--help"]);

        Assert.True(ended.Code == 0, ended.Error);
        Assert.Contains("Examples:", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_Json_IsJson()
    {
        Write("alice.yaml", People.Client("alice", "127.0.0.1:1", "127.0.0.1:2"));

        RunningProgram.Ended ended = await RunAsync(
            Surroundings.Empty,
            "mgentools",
            "check",
            "--format",
            "json",
            "alice.yaml"
        );

        Assert.True(ended.Code == 0, ended.Error);
        Assert.Equal(JsonValueKind.Object, JsonElement.Parse(ended.Output).ValueKind);
    }

    [Fact]
    public async Task Generate_Population_IsAcceptedByCheck()
    {
        RunningProgram.Ended generated = await RunAsync(
            Surroundings.Empty,
            "mgentools",
            "generate",
            "--users",
            "30",
            "--out",
            "exp",
            "--quiet"
        );
        Assert.True(generated.Code == 0, generated.Error);

        RunningProgram.Ended check = await RunAsync(Surroundings.Empty, "mgentools", "check", "exp/users/*/*.yaml");

        Assert.True(check.Code == 0, check.Error);
        Assert.Contains("30 users", check.Output, StringComparison.Ordinal);
    }

    /// <summary>
    /// The library that writes these files is not made for ahead-of-time compilation; another one reads them.
    /// </summary>
    [Fact]
    public async Task Export_Parquet_IsReadByAnotherLibrary()
    {
        Write(
            "run.log",
            "2000-01-01 00:10:00,946685400.000000000,alice,friends,send,Idle,Active,2,1\n2000-01-01 00:10:01,946685401.000000000,bob,friends,receive,Idle,Idle,alice,320,1\n"
        );

        RunningProgram.Ended ended = await RunAsync(
            Surroundings.Empty,
            "mgentools",
            "export",
            "run.log",
            "--export",
            "parquet=tables",
            "--quiet"
        );

        Assert.True(ended.Code == 0, ended.Error);
        using ParquetFileReader file = new(Path.Combine(Root, "tables", "events.parquet"));
        using RowGroupReader rows = file.RowGroup(0);
        Assert.Equal(["alice", "bob"], Column<string>("user"));
        Assert.Equal([946685400_000000000, 946685401_000000000], Column<long>("time_ns"));
        Assert.Equal([1u, 1u], Column<uint?>("id"));
        Assert.Equal([null, "alice"], Column<string?>("other"));

        T[] Column<T>(string name)
        {
            int column = Enumerable
                .Range(0, file.FileMetaData.NumColumns)
                .First(place => file.FileMetaData.Schema.Column(place).Name == name);
            using ColumnReader reader = rows.Column(column);
            using LogicalColumnReader<T> values = reader.LogicalReader<T>();
            return values.ReadAll((int)rows.MetaData.NumRows);
        }
    }

    [Fact]
    public async Task Analyze_LogOfAMessageAndItsReceipt_CountsThem()
    {
        Write(
            "alice.log",
            "2000-01-01 00:10:00,946685400.000000000,alice,friends,send,Idle,Active,160,1\n2000-01-01 00:10:02,946685402.000000000,alice,friends,receive,Active,Active,bob,receipt,1\n"
        );
        Write("bob.log", "2000-01-01 00:10:01,946685401.000000000,bob,friends,receive,Idle,Idle,alice,160,1\n");

        RunningProgram.Ended ended = await RunAsync(
            Surroundings.Empty,
            "mgentools",
            "analyze",
            "--no-files",
            "--warmup",
            "0s",
            "--format",
            "json",
            "--quiet",
            "alice.log",
            "bob.log"
        );

        Assert.True(ended.Code == 0, ended.Error);
        Assert.Equal(1, JsonElement.Parse(ended.Output).GetProperty("messages").GetProperty("sent").GetInt64());
    }
}
