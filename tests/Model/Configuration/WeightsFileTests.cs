using MGen.Model.Configuration;
using MGen.Model.Configuration.Errors;
using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Files;
using MGen.Model.Configuration.Models;

namespace MGen.Model.Tests.Configuration;

public sealed class WeightsFileTests : IDisposable
{
    private const string Weight = "(got '{0}'; allowed: a whole number from 0 to 4294967295, without spaces)";
    private const string Time = "(got '{0}'; allowed: seconds: a finite number, without spaces)";
    private const string Named = " - named in a.yaml:11:45";

    private readonly ConfigDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("1,2\n3,4")]
    [InlineData("1,2\r\n3,4\r\nfurther lines, are ignored")]
    [InlineData("0,1\n-1.5,1e3\n\n")]
    public void Load_ValidWeights_AreAccepted(string content) => Assert.Empty(Errors(content));

    [Theory]
    [InlineData("1,2.0\n3,4", "1:3", "not a weight " + Weight, "2.0")]
    [InlineData("1, 2\n3,4", "1:3", "not a weight " + Weight, " 2")]
    [InlineData("1,2,\n3,4", "1:5", "not a weight " + Weight, "")]
    [InlineData("1,4294967296\n3,4", "1:3", "not a weight " + Weight, "4294967296")]
    [InlineData("1,-2\n3,4", "1:3", "not a weight " + Weight, "-2")]
    [InlineData("1,2\n3,x", "2:3", "not a time " + Time, "x")]
    [InlineData("1,2\n3,4 ", "2:3", "not a time " + Time, "4 ")]
    [InlineData("1,2\n.inf,4", "2:1", "not a time " + Time, ".inf")]
    [InlineData(
        "1,2\n3,4,5",
        "2:1",
        "the number of values is wrong (got '{0}'; allowed: as many as the weights, 2)",
        "3"
    )]
    [InlineData("0,0\n3,4", "1:1", "the weights are not accepted (got '{0}'; allowed: not all 0)", "0")]
    [InlineData(
        "1,3000000000\n3,4",
        "1:3",
        "the weights are not accepted (got '{0}'; allowed: at most 2147483647 each, which is 4294967295 / number of weights)",
        "3000000000"
    )]
    public void Load_BadWeights_SaysWhereInsideTheWeightsFile(
        string content,
        string position,
        string message,
        string value
    ) =>
        Assert.Equal(
            $"w.csv:{position}: distributions.i.weights_file: {message.Replace("{0}", value, StringComparison.Ordinal)}{Named}",
            Assert.Single(Errors(content))
        );

    [Fact]
    public void Load_EmptyWeights_MissBothLines() =>
        Assert.Equal(
            ["w.csv:1:1", "w.csv:2:1"],
            Errors("").Select(e => e[..e.IndexOf(": ", StringComparison.Ordinal)])
        );

    [Fact]
    public void Load_ManyBadTokens_ReportsTheFirstTen() =>
        Assert.Equal(10, Errors(string.Join(',', Enumerable.Repeat("x", 1000)) + "\n1").Length);

    [Fact]
    public void Load_FractionalSizes_AreRejectedOnlyForSizes()
    {
        _directory.Write("w.csv", "1\n2.5\n");
        string text = ConfigDirectory
            .Valid.Replace(
                "{distribution: Poisson, lambda: 1.5}",
                "{distribution: Weighted, weights_file: w.csv}",
                StringComparison.Ordinal
            )
            .Replace(
                "{distribution: Exp, lambda: 0.1}",
                "{distribution: Weighted, weights_file: w.csv}",
                StringComparison.Ordinal
            );

        Assert.Equal(
            "w.csv:2:1: distributions.m.weights_file: not a size (got '2.5'; allowed: blocks: a whole number from 0 to 4294967295, without spaces) - named in a.yaml:10:45",
            Assert.Single(_directory.LoadText(text).Errors).ToString()
        );
    }

    [Fact]
    public void Load_WeightsNotUtf8_SaysWhere()
    {
        _directory.Write("w.csv", [(byte)'1', (byte)',', 0xff]);
        Assert.Equal(
            "w.csv:1:3: distributions.i.weights_file: not UTF-8: byte 0xff" + Named,
            Assert.Single(_directory.LoadText(WithWeights("w.csv")).Errors).ToString()
        );
    }

    [Theory]
    [InlineData("none.csv", "there is no such file")]
    [InlineData("sub", "is a directory")]
    public void Load_NoSuchWeights_SaysWhereItLooked(string path, string message)
    {
        Directory.CreateDirectory(Path.Combine(_directory.Root, "sub"));

        Assert.Equal(
            $"a.yaml:11:45: distributions.i.weights_file: {message} (got '{path}'; allowed: the path of a file, relative to this one or to the working directory)",
            Assert.Single(_directory.LoadText(WithWeights(path)).Errors).ToString()
        );
    }

    [Fact]
    public void Load_WeightsBesideTheConfig_WinOverTheWorkingDirectory()
    {
        _directory.Write("w.csv", "broken");
        _directory.Write("users/w.csv", "1\n2\n");
        _directory.Write("users/a.yaml", WithWeights("w.csv"));

        Assert.Empty(_directory.Load("users/a.yaml").Errors);
    }

    [Fact]
    public void Load_WeightsOnlyInTheWorkingDirectory_AreFoundThere()
    {
        _directory.Write("w.csv", "1\n2\n");
        _directory.Write("users/a.yaml", WithWeights("w.csv"));

        Assert.Empty(_directory.Load("users/a.yaml").Errors);
    }

    [Fact]
    public void Load_BrokenWeightsNamedByManyUsers_AreReportedOnce()
    {
        _directory.Write("w.csv", "1\nx\n");
        _directory.Write("a.yaml", WithWeights("w.csv"));
        _directory.Write("b.yaml", WithWeights("./w.csv").Replace("alice", "bob", StringComparison.Ordinal));

        Assert.Equal("w.csv", Assert.Single(_directory.Load("*.yaml").Errors).File);
    }

    [Fact]
    public void Get_SameFileForTheSameKind_IsOneTable()
    {
        _directory.Write("w.csv", "1\n2\n");
        WeightsCache cache = new();
        ConfigFile config = ConfigFile.Create("a.yaml", _directory.Root);

        object? first = cache.Get(Reference("w.csv"), config, WeightsKind.Times);

        Assert.NotNull(first);
        Assert.Same(first, cache.Get(Reference("./sub/../w.csv"), config, WeightsKind.Times));
        Assert.NotSame(first, cache.Get(Reference("w.csv"), config, WeightsKind.Sizes));
    }

    private static Field Reference(string path) =>
        new(new YamlScalar(new TextPosition(1, 1), path, true), KeyPath.Root, new FileErrors("a.yaml"));

    private static string WithWeights(string path) =>
        ConfigDirectory.Valid.Replace(
            "{distribution: Exp, lambda: 0.1}",
            $"{{distribution: Weighted, weights_file: {path}}}",
            StringComparison.Ordinal
        );

    private string[] Errors(string weights)
    {
        _directory.Write("w.csv", weights);
        return [.. _directory.LoadText(WithWeights("w.csv")).Errors.Select(e => e.ToString())];
    }
}
