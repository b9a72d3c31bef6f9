using System.Diagnostics;
using System.Text;
using MGen.Model.Configuration;

namespace MGen.Model.Tests.Configuration;

/// <summary>
/// Files made to break a reader: each is reported as an error; none causes an exception, a hang or excessive memory
/// use.
/// </summary>
public sealed class HostileConfigTests : IDisposable
{
    private readonly ConfigDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("", "a.yaml: the file is empty")]
    [InlineData("# nothing but a comment", "a.yaml: the file is empty")]
    [InlineData(
        "---",
        "a.yaml:1:4: must be a mapping, not nothing (got ''; allowed: a mapping with user, conversations and their settings)"
    )]
    [InlineData(
        "just text",
        "a.yaml:1:1: must be a mapping, not a plain value (got 'just text'; allowed: a mapping with user, conversations and their settings)"
    )]
    [InlineData(
        "[]",
        "a.yaml:1:1: must be a mapping, not a list (allowed: a mapping with user, conversations and their settings)"
    )]
    [InlineData("user: a\n---\nuser: b", "a.yaml:2:1: only one document is allowed in a file")]
    [InlineData("user: *nobody", "a.yaml:1:7: user: there is no anchor &nobody before this alias")]
    [InlineData("user: &a [*a]", "a.yaml:1:11: user[0]: there is no anchor &a before this alias")]
    [InlineData("user: !!str a", "a.yaml:1:7: user: the tag tag:yaml.org,2002:str is not supported; remove it")]
    [InlineData("[a]: b", "a.yaml:1:1: a key must be a single word")]
    public void Load_StrangeDocument_SaysWhatIsWrong(string content, string expected) =>
        Assert.Equal(expected, Assert.Single(_directory.LoadText(content).Errors).ToString());

    [Theory]
    [InlineData("user: [", 1)]
    [InlineData("user: alice\n\tbootstrap: 5", 1)]
    [InlineData("user: \"alice", 1)]
    [InlineData("user: alice\n  bootstrap: 5", 2)]
    [InlineData("user: @alice", 1)]
    [InlineData("user: !<x y> a", 1)]
    [InlineData("user: \"\\ud800\"", 1)]
    public void Load_BrokenYaml_SaysWhichLine(string content, int line)
    {
        ConfigError error = Assert.Single(_directory.LoadText(content).Errors);
        Assert.Equal(line, error.Line);
        Assert.StartsWith("not valid YAML: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', (byte)'\n', 0xc3, 0xa4, 0xff }, "a.yaml:2:2: not UTF-8: byte 0xff")]
    [InlineData(new byte[] { 0xff, 0xfe, (byte)'a', 0 }, "a.yaml:1:1: not UTF-8: byte 0xff")]
    [InlineData(new byte[] { (byte)'a', 0xe2, 0x82 }, "a.yaml:1:2: not UTF-8: byte 0xe2")]
    public void Load_BadUtf8_SaysWhere(byte[] content, string expected) =>
        Assert.Equal(expected, Assert.Single(_directory.Load(_directory.Write("a.yaml", content)).Errors).ToString());

    [Theory]
    [InlineData("a: [", "nested more than 32 deep")]
    [InlineData("{a: ", "nested more than 32 deep")]
    [InlineData("- ", "nested more than 32 deep")]
    [InlineData("? ", "nested more than 32 deep")]
    [InlineData("[", "nested more than 32 deep")]
    [InlineData("&a ", null)]
    [InlineData("!", null)]
    [InlineData("\"", null)]
    [InlineData("a: b\n", null)]
    [InlineData("a,", null)]
    [InlineData("#\n", "the file is empty")]
    [InlineData("---\n", null)]
    [InlineData("*a ", null)]
    [InlineData("'''", null)]
    public void Load_OnePieceRepeatedToTheLimit_EndsSoonWithAnError(string piece, string? message)
    {
        Stopwatch clock = Stopwatch.StartNew();
        LoadResult result = _directory.LoadText(
            new StringBuilder().Insert(0, piece, (1 << 20) / piece.Length).ToString()
        );

        Assert.NotEmpty(result.Errors);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"took {clock.Elapsed}");
        if (message is not null)
            Assert.Equal(message, Assert.Single(result.Errors).Message);
    }

    [Fact]
    public void Load_AliasesOfAliases_AreCountedNotExpanded()
    {
        StringBuilder bomb = new("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++)
            bomb.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");

        Assert.Equal(
            "a.yaml:6:5: a5: more than 1000000 values, aliases included",
            Assert.Single(_directory.LoadText(bomb.ToString()).Errors).ToString()
        );
    }

    [Fact]
    public void Load_TooManyErrors_StopsAtTheLimit()
    {
        string text = ConfigDirectory.Valid + string.Concat(Enumerable.Range(0, 5_000).Select(i => $"  - grup: {i}\n"));

        LoadResult result = _directory.LoadText(text);

        Assert.Equal(ConfigLimits.MaxErrorsPerFile + 1, result.Errors.Count);
        Assert.Equal("a.yaml: has more errors; only 1000 are reported for one file", result.Errors[^1].ToString());
    }

    [Fact]
    public void Load_FileAboveTheLimit_IsNotRead()
    {
        _directory.Write("a.yaml", new byte[ConfigLimits.MaxConfigBytes + 1]);
        Assert.Equal(
            "a.yaml: is larger than 16777216 bytes",
            Assert.Single(_directory.Load("a.yaml").Errors).ToString()
        );
    }

    [Theory]
    [InlineData("sub", "sub: is a directory, not a file")]
    [InlineData("none.yaml", "none.yaml: there is no such file")]
    [InlineData("none/none.yaml", "none/none.yaml: there is no such file")]
    [InlineData("", "'': is not a path (allowed: a path or a glob)")]
    [InlineData("a\0b", @"a\u{0}b: is not a path (allowed: a path or a glob)")]
    public void Load_NoFile_IsAnErrorOfTheWholeFile(string path, string expected)
    {
        Directory.CreateDirectory(Path.Combine(_directory.Root, "sub"));
        Assert.Equal(expected, Assert.Single(_directory.Load(path).Errors).ToString());
    }

    [Fact]
    public void Load_FileWithoutEnd_StopsAtTheLimit()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /dev/zero");
        Assert.Equal("is larger than 16777216 bytes", Assert.Single(_directory.Load("/dev/zero").Errors).Message);
    }
}
