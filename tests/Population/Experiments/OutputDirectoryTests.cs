using MGen.Analysis.Tests;
using MGen.Population.Experiments;
using MGen.Population.Tests.Support;

namespace MGen.Population.Tests.Experiments;

public sealed class OutputDirectoryTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("manifest.json", false, "contains an experiment: --force replaces it, including its logs")]
    [InlineData("manifest.json", true, null)]
    [InlineData("manifest.json.unfinished", true, null)]
    [InlineData("thesis.tex", false, "is not empty, and contains no experiment that could be replaced")]
    [InlineData("thesis.tex", true, "is not empty, and contains no experiment that could be replaced")]
    public void Problem_DirectoryWithAFile_DependsOnTheFile(string file, bool force, string? expected)
    {
        _directory.Write($"out/{file}", "");

        Assert.Equal(expected, new OutputDirectory(_directory.PathOf("out")).Problem(force));
    }

    [Fact]
    public void Problem_NewOrEmptyDirectory_IsNone()
    {
        Directory.CreateDirectory(_directory.PathOf("empty"));

        Assert.Null(new OutputDirectory(_directory.PathOf("new")).Problem(force: false));
        Assert.Null(new OutputDirectory(_directory.PathOf("empty")).Problem(force: false));
    }

    [Fact]
    public void Problem_DirectoryThatMayNotBeRead_IsOne()
    {
        using LockedDirectory locked = new(_directory.Root, "out");

        Assert.Equal(
            "is a directory that cannot be read",
            locked.AsNobody(() => new OutputDirectory(_directory.PathOf("out")).Problem(force: true))
        );
    }

    [Fact]
    public void Problem_File_IsOne() =>
        Assert.Equal(
            "is a file",
            new OutputDirectory(_directory.PathOf(_directory.Write("out", ""))).Problem(force: true)
        );

    [Fact]
    public void Clear_EarlierExperiment_LeavesWhatIsNotOfIt()
    {
        foreach (string file in new[] { "manifest.json", "users/shard0/user0.yaml", "logs/shard0.log", "notes.txt" })
            _directory.Write($"out/{file}", "");
        new OutputDirectory(_directory.PathOf("out")).Clear();

        Assert.Equal(["notes.txt"], _directory.Hashes("out").Keys);
    }
}
