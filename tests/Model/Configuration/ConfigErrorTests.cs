using MGen.Model.Configuration;

namespace MGen.Model.Tests.Configuration;

/// <summary>The errors of conversations and of several files, and the text of errors.</summary>
public sealed class ConfigErrorTests : IDisposable
{
    private readonly ConfigDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(
        "bootstrap: 5",
        "",
        "1:1: bootstrap: is missing; none of the 2 conversations has its own (allowed: seconds, from 0 to 3155760000)"
    )]
    [InlineData(
        "- group: tea",
        "- bootstrap: 1",
        "16:5: conversations[0].group: is missing (allowed: 1 to 1024 bytes of UTF-8 without commas and control characters)"
    )]
    [InlineData(
        "- group: tea",
        "- tea",
        "16:5: conversations[0]: must be a mapping, not a plain value (got 'tea'; allowed: a conversation: a mapping with a group)"
    )]
    [InlineData(
        "- group: chess",
        "- group: tea",
        "17:5: conversations[1].group: user 'alice' already has a conversation in this group (got 'tea') - the other one is at a.yaml:16:5"
    )]
    public void Load_BadConversation_NamesIt(string line, string bad, string expected) =>
        AssertError(line, bad, expected);

    [Fact]
    public void Load_SettingThatOneConversationLacks_NamesThatConversation()
    {
        string text = ConfigDirectory
            .Valid.Replace("retry: 2.5\n", "", StringComparison.Ordinal)
            .Replace("group: tea", "group: tea\n    retry: 1", StringComparison.Ordinal);

        Assert.Equal(
            "a.yaml:17:5: conversations[1].retry: is missing here and at the top level (allowed: seconds, from 0 to 3155760000)",
            Assert.Single(_directory.LoadText(text).Errors).ToString()
        );
    }

    [Fact]
    public void Load_ConversationsNotAList_IsAnError() =>
        Assert.Equal(
            "a.yaml:2:16: conversations: must be a list, not a mapping (allowed: a list of conversations, each a mapping with a group)",
            Assert.Single(_directory.LoadText("user: bob\nconversations: {group: tea}").Errors).ToString()
        );

    [Fact]
    public void Load_SeveralThingsWrongInSeveralFiles_ReportsAllOfThemInOrder()
    {
        _directory.Write(
            "a.yaml",
            ConfigDirectory
                .Valid.Replace("web_server: 127.0.0.1:6398", "web_server: here", StringComparison.Ordinal)
                .Replace("s: 0.5", "s: 2", StringComparison.Ordinal)
                .Replace("lambda: 0.1", "lamda: 0.1", StringComparison.Ordinal)
        );
        _directory.Write("b.yaml", "user: [");
        _directory.Write(
            "c.yaml",
            ConfigDirectory.Valid.Replace("retry: 2.5", "retry: -2.5", StringComparison.Ordinal)
        );

        LoadResult result = _directory.Load("a.yaml", "b.yaml", "c.yaml", "d.yaml");

        Assert.Empty(result.Users);
        Assert.Equal(
            [
                "a.yaml:3:web_server",
                "a.yaml:8:distributions.s",
                "a.yaml:11:distributions.i.lambda",
                "a.yaml:11:distributions.i.lamda",
                "b.yaml:1:",
                "c.yaml:5:retry",
                "c.yaml:16:conversations[0].group",
                "c.yaml:17:conversations[1].group",
                "d.yaml:0:",
            ],
            result.Errors.Select(e => $"{e.File}:{e.Line}:{e.Key}")
        );
    }

    [Fact]
    public void Load_SameConversationInTwoFiles_NamesBothPlaces()
    {
        _directory.Write("a.yaml", ConfigDirectory.Valid);
        _directory.Write(
            "b.yaml",
            ConfigDirectory.Valid.Replace("group: tea", "group: coffee", StringComparison.Ordinal)
        );

        Assert.Equal(
            "b.yaml:17:5: conversations[1].group: user 'alice' already has a conversation in this group (got 'chess') - the other one is at a.yaml:17:5",
            Assert.Single(_directory.Load("a.yaml", "b.yaml").Errors).ToString()
        );
    }

    [Fact]
    public void ToString_TextOfUnknownOrigin_IsEscapedAndCapped()
    {
        string error = Assert.Single(
            _directory.ErrorsIn("bootstrap: 5", $"\"boot\\u001b[31m\\u202e\\n{new string('x', 500)}\": 5\nbootstrap: 5")
        );

        Assert.StartsWith(@"a.yaml:4:1: boot\u{1b}[31m\u{202e}\u{a}xxx", error, StringComparison.Ordinal);
        Assert.Contains("xxx…: unknown key", error, StringComparison.Ordinal);
        Assert.True(error.Length < 400, error);
    }

    private void AssertError(string line, string bad, string expected) =>
        Assert.Equal("a.yaml:" + expected, Assert.Single(_directory.ErrorsIn(line, bad)));
}
