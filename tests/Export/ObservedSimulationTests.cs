using System.Globalization;
using System.Text.Json;
using MGen.Export.Tests.Support;
using ParquetSharp;

namespace MGen.Export.Tests;

/// <summary>A simulation of only the groups of observed people, compared with the event log of all people.</summary>
public sealed class ObservedSimulationTests
{
    private static readonly string[] Simulation = ["simulate", "*.yaml", "--seed", "7", "--duration", "2h", "--quiet"];

    /// <summary>
    /// alice is observed in both of her groups; the third group, without her, is last in the log's order, so that
    /// numbers and addresses are the same.
    /// </summary>
    [Fact]
    public async Task SimulateWithExport_OneObservedPerson_WritesWhatAnExportOfTheLogWrites()
    {
        string[] formats =
        [
            "schedule",
            "schedule:jsonl",
            "schedule:from-time-to",
            "maybenot",
            "npz",
            "parquet",
            "truth",
        ];
        using ExportWorld world = WorldOfThree();
        await world.SucceedAsync([.. Simulation, "--log", "run.log"]);

        await world.SucceedAsync(["export", "run.log", "--observe", "alice", "--quiet", .. Targets("log")]);
        await world.SucceedAsync([.. Simulation, "--observe", "alice", .. Targets("direct")]);

        Assert.All(
            Directory
                .GetFiles(world.PathOf("log"), "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(world.PathOf("log"), path))
                .Where(name => !name.EndsWith("users.json", StringComparison.Ordinal)),
            name =>
                Assert.True(
                    world.ReadBytes($"log/{name}").AsSpan().SequenceEqual(world.ReadBytes($"direct/{name}")),
                    name
                )
        );
        Assert.Equal(RowsOf(world, "log"), RowsOf(world, "direct"));

        string[] Targets(string directory)
        {
            Directory.CreateDirectory(world.PathOf(directory));
            return
            [
                .. formats.SelectMany(format =>
                    (string[])["--export", $"{format}={directory}/{format.Replace(':', '-')}"]
                ),
            ];
        }
    }

    [Fact]
    public async Task SimulateWithExport_OneObservedPerson_TellsTheVolumeOfThatPerson()
    {
        using ExportWorld world = WorldOfThree();
        await world.SucceedAsync([.. Simulation, "--log", "run.log"]);
        int sent = world
            .Read("run.log")
            .Split('\n')
            .Count(line =>
                line.Contains(",alice,", StringComparison.Ordinal)
                && line.Contains(",send,", StringComparison.OrdinalIgnoreCase)
            );
        double perDay = sent * 12.0; // of two hours

        string text = await world.SucceedAsync([.. Simulation, "--observe", "alice", "--export", "schedule=s1"]);
        string json = await world.SucceedAsync([
            .. Simulation,
            "--observe",
            "alice",
            "--export",
            "schedule=s2",
            "--format",
            "json",
        ]);

        Assert.True(sent > 0);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"volume    {perDay:N1} messages per observed person and day "),
            text
        );
        using JsonDocument report = JsonDocument.Parse(json);
        Assert.Equal(perDay, report.RootElement.GetProperty("messagesPerPersonAndDay").GetDouble(), 6);
    }

    private static ExportWorld WorldOfThree()
    {
        ExportWorld world = new();
        world.WriteClient("alice", ["cake", "tea"]);
        world.WriteClient("bob", ["cake", "other"]);
        world.WriteClient("carol", ["tea", "other"]);
        return world;
    }

    private static long RowsOf(ExportWorld world, string directory)
    {
        using ParquetFileReader events = new(world.PathOf($"{directory}/parquet/events.parquet"));
        return events.FileMetaData.NumRows;
    }
}
