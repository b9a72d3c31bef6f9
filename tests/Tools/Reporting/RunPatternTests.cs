using MGen.Analysis.Tests;
using MGen.Tools.Reporting;

namespace MGen.Tools.Tests.Reporting;

public sealed class RunPatternTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mgentools-");

    public RunPatternTests()
    {
        foreach (string name in (string[])["runs/a-1/out", "runs/a-2/out", "runs/b-1", "runs/.hidden", "runs/c*"])
            _directory.CreateSubdirectory(name);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("runs/a-1", "runs/a-1")]
    [InlineData("runs/a-1/", "runs/a-1/")]
    [InlineData("runs/a-*", "runs/a-1 runs/a-2")]
    [InlineData("r?ns/*/out", "runs/a-1/out runs/a-2/out")]
    [InlineData("runs/*", "runs/a-1 runs/a-2 runs/b-1 runs/c*")]
    [InlineData("runs/c*", "runs/c*")]
    [InlineData("runs/.h*", "runs/.hidden")]
    [InlineData("runs/none-*", "")]
    [InlineData("none/*", "")]
    [InlineData("none", "")]
    [InlineData("", "")]
    public void Expand_Pattern_FindsExistingPathsInOrder(string pattern, string found) =>
        Assert.Equal(found, string.Join(' ', RunPattern.Expand(pattern, _directory.FullName)));

    [Fact]
    public void Expand_DirectoryMayNotBeRead_FindsNothing()
    {
        using LockedDirectory locked = new(_directory.FullName);

        Assert.Empty(locked.AsNobody(() => RunPattern.Expand("locked/*", _directory.FullName)));
    }

    [Fact]
    public void Expand_FullPath_StaysOne() =>
        Assert.Equal(
            [Path.Combine(_directory.FullName, "runs/b-1")],
            RunPattern.Expand(Path.Combine(_directory.FullName, "runs/b-*"), "/")
        );
}
