using MGen.Model.Configuration;
using MGen.Model.Conversations;
using MGen.Model.Distributions;
using MGen.Wire;

namespace MGen.Model.Tests.Configuration;

public sealed class ClientFileReaderTests : IDisposable
{
    private readonly ConfigDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Load_MinimalFile_FillsInDefaults()
    {
        UserConfig user = LoadOne(ConfigDirectory.Valid.Replace("seed: 42\n", "", StringComparison.Ordinal));

        Assert.Equal("alice", user.User.Text);
        Assert.Equal("a.yaml", user.File);
        Assert.Null(user.Socks);
        Assert.Null(user.Seed);
        Assert.Null(user.TlsCa);
        Assert.Equal(AttachmentMode.Full, user.Attachments);
        Assert.Equal(ActiveTimeoutRule.Quiet, user.ActiveTimeout);
        Assert.Equal(TlsRecordMode.Joined, user.TlsRecords);
        Assert.True(user.Resume);
    }

    [Fact]
    public void Load_MinimalFile_GivesDefaultsToConversations()
    {
        UserConfig user = LoadOne(ConfigDirectory.Valid);

        Assert.Equal(["tea", "chess"], user.Conversations.Select(c => c.Group.Text));
        ConversationConfig tea = user.Conversations[0];
        Assert.Equal([new HostPort("127.0.0.1", 6397)], tea.MessageServers);
        Assert.Equal(new HostPort("127.0.0.1", 6398), tea.WebServer);
        Assert.Equal(TimeSpan.FromSeconds(5), tea.Bootstrap);
        Assert.Equal(TimeSpan.FromSeconds(2.5), tea.Retry);
        Assert.Equal(new ConfigPosition("a.yaml", 16, 5), tea.Position);
        Assert.IsType<PoissonSize>(tea.Model.MessageBlocks);
        Assert.IsType<ExponentialTime>(tea.Model.IdleDelay);
        Assert.IsType<UniformTime>(tea.Model.QuietTimeout);
        Assert.IsType<NormalTime>(tea.Model.DelayAfterSend);
        Assert.IsType<ParetoTime>(tea.Model.DelayAfterReceive);
        Assert.Same(tea.Model, user.Conversations[1].Model);
    }

    [Fact]
    public void Load_FirstIdle_IsOfItsConversationOnly()
    {
        UserConfig user = LoadOne(
            ConfigDirectory.Valid.Replace("- group: tea", "- {group: tea, first_idle: 12.5}", StringComparison.Ordinal)
        );

        Assert.Equal(TimeSpan.FromSeconds(12.5), user.Conversations[0].FirstIdle);
        Assert.Null(user.Conversations[1].FirstIdle);
    }

    [Fact]
    public void Load_Rate_IsOfItsConversationOnly()
    {
        UserConfig user = LoadOne(
            ConfigDirectory.Valid.Replace("- group: tea", "- {group: tea, rate: 0.25}", StringComparison.Ordinal)
        );

        Assert.Equal(0.25, user.Conversations[0].Model.IdleRate);
        Assert.Equal(1, user.Conversations[1].Model.IdleRate);
        Assert.Same(user.Conversations[0].Model.IdleDelay, user.Conversations[1].Model.IdleDelay);
    }

    [Theory]
    [InlineData("rate: 0.001")]
    [InlineData("rate: 101")]
    [InlineData("rate: fast")]
    public void Load_BadRate_IsAnError(string line)
    {
        LoadResult result = _directory.LoadText(
            ConfigDirectory.Valid.Replace("- group: tea", $"- {{group: tea, {line}}}", StringComparison.Ordinal)
        );

        Assert.Equal("conversations[0].rate", Assert.Single(result.Errors).Key);
        Assert.Empty(result.Users);
    }

    [Fact]
    public void Load_FirstActive_IsOfItsConversationOnly()
    {
        UserConfig user = LoadOne(
            ConfigDirectory.Valid.Replace(
                "- group: tea",
                "- {group: tea, first_active: {send: 3.5, leave: 4, quiet: 60}}",
                StringComparison.Ordinal
            )
        );

        Assert.Equal(
            new ActiveStart(TimeSpan.FromSeconds(3.5), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(60)),
            user.Conversations[0].FirstActive
        );
        Assert.Null(user.Conversations[1].FirstActive);
    }

    [Theory]
    [InlineData("first_active: 3", "")]
    [InlineData("first_active: {send: 1, leave: 2}", ".quiet")]
    [InlineData("first_active: {send: -1, leave: 2, quiet: 2}", ".send")]
    [InlineData("first_active: {send: 1, leave: 3, quiet: 2}", ".leave")]
    [InlineData("first_active: {send: 1, leave: 2, quiet: 2, w: 1}", ".w")]
    [InlineData("first_idle: 1, first_active: {send: 1, leave: 2, quiet: 2}", "")]
    public void Load_BadFirstActive_IsAnError(string line, string part)
    {
        LoadResult result = _directory.LoadText(
            ConfigDirectory.Valid.Replace("- group: tea", $"- {{group: tea, {line}}}", StringComparison.Ordinal)
        );

        Assert.Equal($"conversations[0].first_active{part}", Assert.Single(result.Errors).Key);
        Assert.Empty(result.Users);
    }

    [Theory]
    [InlineData("first_idle: -1")]
    [InlineData("first_idle: soon")]
    public void Load_BadFirstIdle_IsAnError(string line)
    {
        LoadResult result = _directory.LoadText(
            ConfigDirectory.Valid.Replace("- group: tea", $"- {{group: tea, {line}}}", StringComparison.Ordinal)
        );

        Assert.Equal("conversations[0].first_idle", Assert.Single(result.Errors).Key);
        Assert.Empty(result.Users);
    }

    [Theory]
    [InlineData("socks: \"\"")]
    [InlineData("socks: ''")]
    [InlineData("socks:")]
    [InlineData("tls_ca: \"\"")]
    [InlineData("attachments: \"\"")]
    public void Load_OptionalKeyBeforeNothing_IsAbsent(string line)
    {
        UserConfig user = LoadOne(ConfigDirectory.Valid + line + "\n");

        Assert.Null(user.Socks);
        Assert.Null(user.TlsCa);
        Assert.Equal(AttachmentMode.Full, user.Attachments);
    }

    [Fact]
    public void Load_AllOptionalKeys_AreRead()
    {
        _directory.Write("ca.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        UserConfig user = LoadOne(
            ConfigDirectory.Valid
                + """
                socks: "[::1]:9050"
                socks_isolation: user
                tls_ca: ca.pem
                attachments: headers-only
                active_timeout: spell
                tls_records: split
                resume: false
                """
        );

        Assert.Equal(new HostPort("::1", 9050), user.Socks);
        Assert.Equal(SocksIsolation.User, user.SocksIsolation);
        Assert.Equal(42ul, user.Seed);
        Assert.Equal(Path.Combine(_directory.Root, "ca.pem"), user.TlsCa);
        Assert.Equal(AttachmentMode.HeadersOnly, user.Attachments);
        Assert.Equal(ActiveTimeoutRule.Spell, user.ActiveTimeout);
        Assert.Equal(ActiveTimeoutRule.Spell, user.Conversations[0].Model.Rule);
        Assert.Equal(TlsRecordMode.Split, user.TlsRecords);
        Assert.False(user.Resume);
    }

    [Fact]
    public void Load_OverridesOfOneConversation_LeaveTheOthersAlone()
    {
        UserConfig user = LoadOne(
            ConfigDirectory.Valid
                + """
                  - group: own
                    message_server: [chat.example:1, "[::1]:2"]
                    web_server: https://files.example:443/
                    bootstrap: 1e3
                    retry: .5
                    distributions:
                      s: 0
                      r: 0.0
                      m: {distribution: Geometric, p: 0.5}
                      i: &slow {distribution: LogNormal, mean: 1, std_dev: 1}
                      w: *slow
                      a_s: *slow
                      a_r: *slow
                """
        );

        ConversationConfig own = user.Conversations[2];
        Assert.Equal([new HostPort("chat.example", 1), new HostPort("::1", 2)], own.MessageServers);
        Assert.Equal(new HostPort("files.example", 443), own.WebServer);
        Assert.Equal(TimeSpan.FromSeconds(1000), own.Bootstrap);
        Assert.Equal(TimeSpan.FromSeconds(0.5), own.Retry);
        Assert.IsType<GeometricSize>(own.Model.MessageBlocks);
        Assert.Same(own.Model.IdleDelay, own.Model.DelayAfterReceive);
        Assert.IsType<PoissonSize>(user.Conversations[1].Model.MessageBlocks);
        Assert.Equal(TimeSpan.FromSeconds(5), user.Conversations[1].Bootstrap);
    }

    [Theory]
    [InlineData("{distribution: Poisson, lambda: 3}", typeof(PoissonSize))]
    [InlineData("{distribution: Binomial, n: 14, p: 0.25}", typeof(BinomialSize))]
    [InlineData("{distribution: Geometric, p: 0}", typeof(GeometricSize))]
    [InlineData(
        "{distribution: Hypergeometric, total_population_size: 10, population_with_feature: 10, sample_size: 0x3}",
        typeof(HypergeometricSize)
    )]
    [InlineData("{distribution: Weighted, weights_file: weights.csv}", typeof(WeightedSize))]
    public void Load_EachSizeDistribution_IsKnown(string distribution, Type expected)
    {
        _directory.Write("weights.csv", "1,2\n3,4\n");
        UserConfig user = LoadOne(
            ConfigDirectory.Valid.Replace(
                "{distribution: Poisson, lambda: 1.5}",
                distribution,
                StringComparison.Ordinal
            )
        );

        Assert.IsType(expected, user.Conversations[0].Model.MessageBlocks);
    }

    [Theory]
    [InlineData("{distribution: Normal, mean: -1.5, std_dev: -1}", typeof(NormalTime))]
    [InlineData("{distribution: LogNormal, mean: 0, std_dev: 1}", typeof(LogNormalTime))]
    [InlineData("{distribution: Uniform, low: 0, high: 1}", typeof(UniformTime))]
    [InlineData("{distribution: Exp, lambda: 1}", typeof(ExponentialTime))]
    [InlineData("{distribution: Pareto, scale: 1, shape: +1}", typeof(ParetoTime))]
    [InlineData("{distribution: Weighted, weights_file: weights.csv}", typeof(WeightedTime))]
    public void Load_EachTimeDistribution_IsKnown(string distribution, Type expected)
    {
        _directory.Write("weights.csv", "1,2\n3.5,-4e1\n");
        UserConfig user = LoadOne(
            ConfigDirectory.Valid.Replace("{distribution: Exp, lambda: 0.1}", distribution, StringComparison.Ordinal)
        );

        Assert.IsType(expected, user.Conversations[0].Model.IdleDelay);
    }

    [Fact]
    public void Load_NoTopLevelDefaults_IsFineIfEachConversationHasItsOwn()
    {
        UserConfig user = LoadOne(
            """
            user: bob
            conversations:
              - group: tea
                message_server: 127.0.0.1:6397
                web_server: 127.0.0.1:6398
                bootstrap: 5
                retry: 2
                distributions: &usual
                  s: 0.5
                  r: 1
                  m: {distribution: Poisson, lambda: 1.5}
                  i: {distribution: Exp, lambda: 0.1}
                  w: {distribution: Exp, lambda: 0.1}
                  a_s: {distribution: Exp, lambda: 0.1}
                  a_r: {distribution: Exp, lambda: 0.1}
              - group: chess
                message_server: 127.0.0.1:6397
                web_server: 127.0.0.1:6398
                bootstrap: 5
                retry: 2
                distributions: *usual
            """
        );

        Assert.Same(user.Conversations[0].Model, user.Conversations[1].Model);
    }

    [Theory]
    [InlineData("seed:")]
    [InlineData("seed: ~")]
    [InlineData("seed: null")]
    public void Load_OptionalKeyBeforeNothing_IsAsIfAbsent(string line) =>
        Assert.Null(LoadOne(ConfigDirectory.Valid.Replace("seed: 42", line, StringComparison.Ordinal)).Seed);

    [Theory]
    [InlineData("user: 123", "123")]
    [InlineData("user: 'null'", "null")]
    [InlineData("user: Ärger im Büro", "Ärger im Büro")]
    public void Load_NamesThatLookLikeSomethingElse_AreNames(string line, string expected) =>
        Assert.Equal(
            expected,
            LoadOne(ConfigDirectory.Valid.Replace("user: alice", line, StringComparison.Ordinal)).User.Text
        );

    [Fact]
    public void Load_NoConversations_IsAUserWithoutAny() =>
        Assert.Empty(LoadOne("user: bob\nconversations: []").Conversations);

    [Fact]
    public void Load_ByteOrderMarkAndWindowsLineEnds_AreAccepted() =>
        Assert.Equal(2, LoadOne("\ufeff" + ConfigDirectory.Valid.ReplaceLineEndings("\r\n")).Conversations.Count);

    private UserConfig LoadOne(string content)
    {
        LoadResult result = _directory.LoadText(content);
        Assert.Empty(result.Errors);
        return Assert.Single(result.Users);
    }
}
