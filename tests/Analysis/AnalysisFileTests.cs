using System.Text;
using System.Text.Json.Nodes;
using MGen.Analysis.Results;

namespace MGen.Analysis.Tests;

public sealed class AnalysisFileTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_WhatWasWritten_IsTheSameToTheLastByte()
    {
        NaiveRun.Random(9, messages: 200).Write(_folder, files: 2);
        string first = Path.Combine(_folder.Root, "first.json");
        string second = Path.Combine(_folder.Root, "second.json");

        AnalysisFile.Write(_folder.Analyze(), first);
        AnalysisFile.Write(AnalysisFile.Read(first), second);

        Assert.Equal(File.ReadAllText(first), File.ReadAllText(second));
    }

    [Theory]
    [InlineData("{", "is not an analysis")]
    [InlineData("""{"version":1}""", "is not an analysis")]
    [InlineData("null", "is not an analysis of version 1")]
    public void Read_OtherJson_SaysSo(string json, string message)
    {
        string path = _folder.WriteBytes("x.json", Encoding.UTF8.GetBytes(json));

        Assert.Contains(
            message,
            Assert.Throws<AnalysisException>(() => AnalysisFile.Read(path)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Read_OtherVersion_SaysWhatToDo()
    {
        _folder.Write("mgen-client.log", RunFolder.Line(1, "alice,g,Idle"));
        string path = Path.Combine(_folder.Root, "x.json");
        AnalysisFile.Write(_folder.Analyze() with { Version = 2 }, path);

        Assert.Contains(
            "create it again",
            Assert.Throws<AnalysisException>(() => AnalysisFile.Read(path)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Read_PartWithoutAProperty_NamesNoTypeOfTheProgram()
    {
        _folder.Write("mgen-client.log", RunFolder.Line(1, "alice,g,Idle"));
        string path = Path.Combine(_folder.Root, "x.json");
        AnalysisFile.Write(_folder.Analyze(), path);
        JsonNode analysis = JsonNode.Parse(File.ReadAllText(path))!;
        Assert.True(analysis["messages"]!.AsObject().Remove("sentBytes"));
        File.WriteAllText(path, analysis.ToJsonString());

        string message = Assert.Throws<AnalysisException>(() => AnalysisFile.Read(path)).Message;

        Assert.EndsWith(
            "it lacks properties of version 1; create it again with 'mgentools analyze'",
            message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Load_DirectoryOrFile_GivesTheSameRun()
    {
        NaiveRun.Random(9, messages: 50).Write(_folder, files: 2);
        string path = Path.Combine(_folder.Root, AnalysisFile.Name);
        AnalysisFile.Write(_folder.Analyze(), path);

        AnalysisResult ofFile = RunSource.Load(
            AnalysisFile.Name,
            _folder.Root,
            new AnalysisOptions { Label = "mine" },
            null,
            TestContext.Current.CancellationToken
        );
        AnalysisResult ofLogs = RunSource.Load(
            ".",
            _folder.Root,
            new AnalysisOptions { Label = "mine" },
            null,
            TestContext.Current.CancellationToken
        );

        Assert.Equal("mine", ofFile.Label);
        Assert.Equal(ofLogs.Messages, ofFile.Messages);
        Assert.Equal(ofLogs.RoundTrip.Buckets.Counts, ofFile.RoundTrip.Buckets.Counts);
    }
}
