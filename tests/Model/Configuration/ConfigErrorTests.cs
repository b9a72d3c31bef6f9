using MGen.Model.Configuration;

namespace MGen.Model.Tests.Configuration;

/// <summary>Every possible error of a file, one at a time, as the line that is printed.</summary>
public sealed class ConfigErrorTests : IDisposable
{
    private const string Address =
        "allowed: host:port with an IPv4 address, an IPv6 address in brackets or a host name, and a port up to 65535, as in 127.0.0.1:6397, [::1]:6397, chat.example:6397";
    private const string Sizes = "allowed: Poisson, Binomial, Geometric, Hypergeometric, Weighted";
    private const string Times = "allowed: Normal, LogNormal, Uniform, Exp, Pareto, Weighted";

    private readonly ConfigDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(
        "user: alice",
        "",
        "2:1: user: is missing (allowed: 1 to 1024 bytes of UTF-8 without commas and control characters)"
    )]
    [InlineData(
        "user: alice",
        "user:",
        "1:1: user: is missing (allowed: 1 to 1024 bytes of UTF-8 without commas and control characters)"
    )]
    [InlineData(
        "user: alice",
        "user: ''",
        "1:7: user: must not be empty (got ''; allowed: 1 to 1024 bytes of UTF-8 without commas and control characters)"
    )]
    [InlineData(
        "user: alice",
        "user: a,b",
        "1:7: user: has a comma or a control character (got 'a,b'; allowed: 1 to 1024 bytes of UTF-8 without commas and control characters)"
    )]
    [InlineData(
        "user: alice",
        "user: [a]",
        "1:7: user: must be a text, not a list (allowed: 1 to 1024 bytes of UTF-8 without commas and control characters)"
    )]
    public void Load_BadUser_SaysWhere(string line, string bad, string expected) => AssertError(line, bad, expected);

    [Theory]
    [InlineData(
        "bootstrap: 5",
        "bootsrap: 5\nbootstrap: 5",
        "4:1: bootsrap: unknown key",
        " - did you mean 'bootstrap'?"
    )]
    [InlineData(
        "bootstrap: 5",
        "<<: {}\nbootstrap: 5",
        "4:1: <<: unknown key",
        " - merge keys are not supported; a block is inherited or overridden as a whole"
    )]
    [InlineData(
        "- group: tea",
        "- group: tea\n    grup: x",
        "17:5: conversations[0].grup: unknown key",
        " - did you mean 'group'?"
    )]
    [InlineData(
        "  s: 0.5",
        "  s: 0.5\n  q: 1",
        "9:3: distributions.q: unknown key (allowed: s, r, m, i, w, a_s, a_r)",
        ""
    )]
    [InlineData(
        "  s: 0.5",
        "  s: 0.5\n  A_S: 1",
        "9:3: distributions.A_S: unknown key (allowed: s, r, m, i, w, a_s, a_r)",
        " - did you mean 'a_s'?"
    )]
    [InlineData(
        "lambda: 0.1",
        "lambda: 0.1, lamda: 1",
        "11:39: distributions.i.lamda: unknown key (allowed: distribution, lambda)",
        " - did you mean 'lambda'?"
    )]
    [InlineData(
        "lambda: 0.1",
        "lambda: 0.1, zzzzzzzz: 1",
        "11:39: distributions.i.zzzzzzzz: unknown key (allowed: distribution, lambda)",
        ""
    )]
    public void Load_UnknownKey_SaysWhatWasMeant(string line, string bad, string start, string end)
    {
        string error = Assert.Single(Errors(line, bad));
        Assert.StartsWith("a.yaml:" + start, error, StringComparison.Ordinal);
        Assert.EndsWith(end, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "seed: 42",
        "seed: 42\nseed: 43",
        "7:1: seed: this key appears twice in its mapping - it is first at line 6"
    )]
    [InlineData(
        "lambda: 0.1",
        "lambda: 0.1, lambda: 0.1",
        "11:39: distributions.i.lambda: this key appears twice in its mapping - it is first at line 11"
    )]
    public void Load_DuplicateKey_NamesTheFirst(string line, string bad, string expected) =>
        AssertError(line, bad, expected);

    [Theory]
    [InlineData(
        "seed: 42",
        "seed: -1",
        "6:7: seed: must be a whole number (got '-1'; allowed: a whole number from 0 to 18446744073709551615)"
    )]
    [InlineData(
        "seed: 42",
        "seed: 1.0",
        "6:7: seed: must be a whole number (got '1.0'; allowed: a whole number from 0 to 18446744073709551615)"
    )]
    [InlineData(
        "seed: 42",
        "seed: 18446744073709551616",
        "6:7: seed: must be a whole number (got '18446744073709551616'; allowed: a whole number from 0 to 18446744073709551615)"
    )]
    [InlineData(
        "bootstrap: 5",
        "bootstrap: '5'",
        "4:12: bootstrap: must be a number, not a quoted text (got '5'; allowed: seconds, from 0 to 3155760000) - remove the quotes"
    )]
    [InlineData(
        "bootstrap: 5",
        "bootstrap: soon",
        "4:12: bootstrap: must be a number (got 'soon'; allowed: seconds, from 0 to 3155760000)"
    )]
    [InlineData(
        "bootstrap: 5",
        "bootstrap: -1",
        "4:12: bootstrap: is out of bounds (got '-1'; allowed: seconds, from 0 to 3155760000)"
    )]
    [InlineData(
        "bootstrap: 5",
        "bootstrap: 1e10",
        "4:12: bootstrap: is out of bounds (got '1e10'; allowed: seconds, from 0 to 3155760000)"
    )]
    [InlineData(
        "retry: 2.5",
        "retry: .inf",
        "5:8: retry: must be finite (got '.inf'; allowed: seconds, from 0 to 3155760000)"
    )]
    [InlineData(
        "retry: 2.5",
        "retry: .nan",
        "5:8: retry: must be finite (got '.nan'; allowed: seconds, from 0 to 3155760000)"
    )]
    [InlineData(
        "retry: 2.5",
        "retry: 1e999",
        "5:8: retry: must be finite (got '1e999'; allowed: seconds, from 0 to 3155760000)"
    )]
    [InlineData(
        "retry: 2.5",
        "retry: {a: 1}",
        "5:8: retry: must be a number, not a mapping (allowed: seconds, from 0 to 3155760000)"
    )]
    public void Load_BadNumber_SaysWhatIsAllowed(string line, string bad, string expected) =>
        AssertError(line, bad, expected);

    [Theory]
    [InlineData(
        "message_server: 127.0.0.1:6397",
        "message_server: 127.0.0.1",
        "2:17: message_server: is not an address with a port (got '127.0.0.1'; " + Address + ")"
    )]
    [InlineData(
        "message_server: 127.0.0.1:6397",
        "message_server: h:0",
        "2:17: message_server: port 0 cannot be connected to (got 'h:0'; allowed: a port from 1 to 65535)"
    )]
    [InlineData(
        "message_server: 127.0.0.1:6397",
        "message_server: https://h:1",
        "2:17: message_server: must be an address without a scheme (got 'https://h:1'; " + Address + ")"
    )]
    [InlineData(
        "message_server: 127.0.0.1:6397",
        "message_server: []",
        "2:17: message_server: is a list of 0 (allowed: 1 to 64 addresses)"
    )]
    [InlineData(
        "message_server: 127.0.0.1:6397",
        "message_server: [h:1, h]",
        "2:23: message_server[1]: is not an address with a port (got 'h'; " + Address + ")"
    )]
    [InlineData(
        "web_server: 127.0.0.1:6398",
        "web_server: http://h:1",
        "3:13: web_server: the only allowed scheme is https:// (got 'http://h:1'; " + Address + ")"
    )]
    [InlineData(
        "web_server: 127.0.0.1:6398",
        "web_server: [h:1]",
        "3:13: web_server: must be a text, not a list (" + Address + ")"
    )]
    public void Load_BadAddress_ShowsTheGrammar(string line, string bad, string expected) =>
        AssertError(line, bad, expected);

    [Theory]
    [InlineData(
        "attachments: headers",
        "7:14: attachments: is not one of the choices (got 'headers'; allowed: full, headers-only)"
    )]
    [InlineData(
        "active_timeout: Quiet",
        "7:17: active_timeout: is not one of the choices (got 'Quiet'; allowed: quiet, spell) - did you mean 'quiet'?"
    )]
    [InlineData(
        "tls_records: both",
        "7:14: tls_records: is not one of the choices (got 'both'; allowed: single, split)"
    )]
    [InlineData("resume: yes", "7:9: resume: is not one of the choices (got 'yes'; allowed: true, false)")]
    [InlineData("socks: 9050", "7:8: socks: is not an address with a port (got '9050'; " + Address + ")")]
    [InlineData(
        "tls_ca: none.pem",
        "7:9: tls_ca: there is no such file (got 'none.pem'; allowed: the path of a file, relative to this one or to the working directory)"
    )]
    [InlineData(
        "tls_ca: a.yaml",
        "7:9: tls_ca: holds no certificate (got 'a.yaml'; allowed: a PEM file with at least one CERTIFICATE block)"
    )]
    public void Load_BadOption_ListsTheChoices(string bad, string expected) =>
        AssertError("seed: 42", "seed: 42\n" + bad, expected);

    [Theory]
    [InlineData(
        "  s: 0.5",
        "  s: 1.5",
        "8:6: distributions.s: is out of bounds (got '1.5'; allowed: a probability from 0 to 1)"
    )]
    [InlineData(
        "  r: 1",
        "  r: -0.1",
        "9:6: distributions.r: is out of bounds (got '-0.1'; allowed: a probability from 0 to 1)"
    )]
    [InlineData("  r: 1", "", "8:3: distributions.r: is missing (allowed: a probability from 0 to 1)")]
    [InlineData(
        "m: {distribution: Poisson, lambda: 1.5}",
        "m: {distribution: Poisson, lambda: 0}",
        "10:38: distributions.m.lambda: is out of bounds (got '0'; allowed: a finite number above 0)"
    )]
    [InlineData(
        "m: {distribution: Poisson, lambda: 1.5}",
        "m: {distribution: Poisson}",
        "10:6: distributions.m.lambda: is missing (allowed: a finite number)"
    )]
    [InlineData(
        "m: {distribution: Poisson, lambda: 1.5}",
        "m: {lambda: 1.5}",
        "10:6: distributions.m.distribution: is missing (" + Sizes + ")"
    )]
    [InlineData(
        "m: {distribution: Poisson, lambda: 1.5}",
        "m: 3",
        "10:6: distributions.m: must be a mapping, not a plain value (got '3'; allowed: a size distribution: a mapping with 'distribution' and its parameters)"
    )]
    [InlineData(
        "m: {distribution: Poisson, lambda: 1.5}",
        "m: {distribution: Poison, lambda: 1}",
        "10:21: distributions.m.distribution: unknown distribution (got 'Poison'; "
            + Sizes
            + ") - did you mean 'Poisson'?"
    )]
    [InlineData(
        "m: {distribution: Poisson, lambda: 1.5}",
        "m: {distribution: Exp, lambda: 1}",
        "10:21: distributions.m.distribution: this must be a size distribution, and this is a time distribution, which i, w, a_s and a_r take (got 'Exp'; "
            + Sizes
            + ")"
    )]
    [InlineData(
        "i: {distribution: Exp, lambda: 0.1}",
        "i: {distribution: Binomial, n: 1}",
        "11:21: distributions.i.distribution: this must be a time distribution, and this is a size distribution, which m takes (got 'Binomial'; "
            + Times
            + ")"
    )]
    [InlineData(
        "m: {distribution: Poisson, lambda: 1.5}",
        "m: {distribution: Binomial, n: 1, p: 2}",
        "10:40: distributions.m.p: is out of bounds (got '2'; allowed: a number from 0 to 1)"
    )]
    [InlineData(
        "m: {distribution: Poisson, lambda: 1.5}",
        "m: {distribution: Binomial, n: -1, p: 1}",
        "10:34: distributions.m.n: must be a whole number (got '-1'; allowed: a whole number from 0 to 18446744073709551615)"
    )]
    [InlineData(
        "m: {distribution: Poisson, lambda: 1.5}",
        "m: {distribution: Geometric, p: -1}",
        "10:35: distributions.m.p: is out of bounds (got '-1'; allowed: a number from 0 to 1)"
    )]
    [InlineData(
        "m: {distribution: Poisson, lambda: 1.5}",
        "m: {distribution: Hypergeometric, total_population_size: 5, population_with_feature: 6, sample_size: 1}",
        "10:88: distributions.m.population_with_feature: is out of bounds (got '6'; allowed: at most total_population_size)"
    )]
    [InlineData(
        "w: {distribution: Uniform, low: 1, high: 90}",
        "w: {distribution: Uniform, low: 1, high: 1}",
        "12:44: distributions.w.high: is out of bounds (got '1'; allowed: a finite number above low)"
    )]
    [InlineData(
        "i: {distribution: Exp, lambda: 0.1}",
        "i: {distribution: Exp, lambda: 0}",
        "11:34: distributions.i.lambda: is out of bounds (got '0'; allowed: a finite number above 0)"
    )]
    [InlineData(
        "scale: 1, shape: 2.5",
        "scale: 1, shape: 0",
        "14:48: distributions.a_r.shape: is out of bounds (got '0'; allowed: a finite number above 0)"
    )]
    [InlineData(
        "mean: 10, std_dev: 5",
        "mean: 10, std_dev: .inf",
        "13:50: distributions.a_s.std_dev: must be finite (got '.inf'; allowed: a finite number)"
    )]
    public void Load_BadDistribution_SaysWhichParameter(string line, string bad, string expected) =>
        AssertError(line, bad, expected);

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
    public void Load_BrokenBlockNamedByAliases_IsReportedOnce()
    {
        LoadResult result = _directory.LoadText(
            ConfigDirectory
                .Valid.Replace("distributions:", "distributions: &usual", StringComparison.Ordinal)
                .Replace("s: 0.5", "s: 2", StringComparison.Ordinal)
                .Replace("group: tea", "group: tea\n    distributions: *usual", StringComparison.Ordinal)
        );

        Assert.Equal("distributions.s", Assert.Single(result.Errors).Key);
    }

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
            Errors("bootstrap: 5", $"\"boot\\u001b[31m\\u202e\\n{new string('x', 500)}\": 5\nbootstrap: 5")
        );

        Assert.StartsWith(@"a.yaml:4:1: boot\u{1b}[31m\u{202e}\u{a}xxx", error, StringComparison.Ordinal);
        Assert.Contains("xxx…: unknown key", error, StringComparison.Ordinal);
        Assert.True(error.Length < 400, error);
    }

    private void AssertError(string line, string bad, string expected) =>
        Assert.Equal("a.yaml:" + expected, Assert.Single(Errors(line, bad)));

    private string[] Errors(string line, string bad)
    {
        Assert.Contains(line, ConfigDirectory.Valid, StringComparison.Ordinal);
        return
        [
            .. _directory
                .LoadText(ConfigDirectory.Valid.Replace(line, bad, StringComparison.Ordinal))
                .Errors.Select(e => e.ToString()),
        ];
    }
}
