using MGen.Model.Configuration;
using MGen.Model.Configuration.Files;

namespace MGen.Model.Tests.Configuration;

public sealed class GlobTests : IDisposable
{
    private readonly ConfigDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("*", "", true)]
    [InlineData("*", "anything", true)]
    [InlineData("*.yaml", "a.yaml", true)]
    [InlineData("*.yaml", "a.yml", false)]
    [InlineData("a*b*c", "axxbxxbyc", true)]
    [InlineData("a*b*c", "axxcxxb", false)]
    [InlineData("?", "", false)]
    [InlineData("user?", "user1", true)]
    [InlineData("user?", "user10", false)]
    [InlineData("[abc]", "b", true)]
    [InlineData("[a-c]*", "cat", true)]
    [InlineData("[!a-c]*", "cat", false)]
    [InlineData("[!a-c]*", "dog", true)]
    [InlineData("[]]", "]", true)]
    [InlineData("[!]]", "]", false)]
    [InlineData("[a-]", "-", true)]
    [InlineData("[a", "[a", true)]
    [InlineData("A", "a", false)]
    public void Matches_Pattern_FollowsTheRules(string pattern, string name, bool expected) =>
        Assert.Equal(expected, GlobPattern.Matches(pattern, name));

    [Fact]
    public void Matches_ManyStars_TakesNoExponentialTime() =>
        Assert.False(GlobPattern.Matches(string.Concat(Enumerable.Repeat("*a", 100)) + "b", new string('a', 10_000)));

    [Theory]
    [InlineData("*.yaml", "b.yaml a.yaml", "a.yaml b.yaml")]
    [InlineData("*/*.yaml", "x/1.yaml y/2.yaml 3.yaml x/y/4.yaml", "x/1.yaml y/2.yaml")]
    [InlineData("**/*.yaml", "x/1.yaml 3.yaml x/y/4.yaml x/y/5.txt", "3.yaml x/1.yaml x/y/4.yaml")]
    [InlineData("x/**", "x/1 x/y/2 z", "x/1 x/y/2")]
    [InlineData("**/y/*", "y/1 x/y/2 x/z/y/3 y/z/4", "x/y/2 x/z/y/3 y/1")]
    [InlineData("./u[0-9].yaml", "u1.yaml u2.yaml uA.yaml", "./u1.yaml ./u2.yaml")]
    [InlineData("?", ".x .", "")]
    [InlineData("*x", ".x", ".x")]
    public void Expand_Glob_FindsFilesInOrdinalOrder(string glob, string files, string expected)
    {
        foreach (string file in files.Split(' ').Where(f => f != "."))
            _directory.Write(file, "");

        Assert.Equal(expected, string.Join(' ', GlobExpander.Expand(glob, _directory.Root)));
    }

    [Theory]
    [InlineData("run[1]/*.yaml", "run[1]/a.yaml run1/b.yaml", "run[1]/a.yaml")]
    [InlineData("run[1]/**/*.yaml", "run[1]/x/a.yaml run1/b.yaml", "run[1]/x/a.yaml")]
    [InlineData("what?/*", "what?/a whats/b", "what?/a")]
    [InlineData("a*b/c[2]/?.yaml", "a*b/c[2]/1.yaml axb/c2/2.yaml", "a*b/c[2]/1.yaml")]
    [InlineData("run[1]/*.yaml", "run1/b.yaml", "run1/b.yaml")]
    public void Expand_NameWithGlobCharacters_IsTheNameIfItIsThere(string glob, string files, string expected)
    {
        foreach (string file in files.Split(' '))
            _directory.Write(file, "");

        Assert.Equal(expected, string.Join(' ', GlobExpander.Expand(glob, _directory.Root)));
    }

    [Fact]
    public void Expand_AbsoluteGlob_GivesAbsolutePaths()
    {
        _directory.Write("a.yaml", "");
        Assert.Equal(
            Path.Combine(_directory.Root, "a.yaml"),
            Assert.Single(GlobExpander.Expand(Path.Combine(_directory.Root, "*.yaml"), "/"))
        );
    }

    [Fact]
    public void Expand_DirectoryLinkedIntoItself_Ends()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "links need rights elsewhere");
        _directory.Write("x/a.yaml", "");
        Directory.CreateSymbolicLink(Path.Combine(_directory.Root, "x", "again"), _directory.Root);
        Assert.Equal(["x/a.yaml"], GlobExpander.Expand("**/*.yaml", _directory.Root));
    }

    [Fact]
    public void Load_GlobWithoutMatch_IsAnError() =>
        Assert.Equal(
            "*.yaml: no file matches this pattern",
            Assert.Single(_directory.Load("*.yaml").Errors).ToString()
        );

    [Fact]
    public void Load_FileMeantTwice_IsReadOnce()
    {
        _directory.Write("a.yaml", ConfigDirectory.Valid);
        LoadResult result = _directory.Load("a.yaml", "*.yaml", "./a.yaml");
        Assert.Empty(result.Errors);
        Assert.Single(result.Users);
    }

    [Fact]
    public void Load_FileWhoseNameLooksLikeAGlob_IsThatFile()
    {
        _directory.Write("[a].yaml", ConfigDirectory.Valid);
        Assert.Single(_directory.Load("[a].yaml").Users);
    }
}
