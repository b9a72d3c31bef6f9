using MGen.Model.Configuration;
using MGen.Model.Configuration.Peers;
using MGen.Wire;

namespace MGen.Model.Tests.Configuration;

public sealed class PeerFileReaderTests : IDisposable
{
    private const string Hosts = """
        127.0.0.1:7001 alice

        127.0.0.1:7002 bob  robert
        chat.onion:7003 carol
        """;

    /// <summary>The conversations begin in line 12.</summary>
    private const string Alice = """
        user: alice
        bootstrap: 5
        retry: 2.5
        distributions:
          s: 0.5
          r: 1
          m: {distribution: Poisson, lambda: 1.5}
          i: &slow {distribution: Exp, lambda: 0.1}
          w: *slow
          a_s: *slow
          a_r: *slow
        conversations:
          - group: tea
            recipients: bob
          - group: garden
            recipients: [bob, carol]

        """;

    private readonly ConfigDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Load_ValidFile_HasRecipientsWithTheirAddresses()
    {
        PeerConfig alice = Assert.Single(Load(Hosts, Alice).Users);
        Assert.Equal(new HostPort("127.0.0.1", 7001), alice.Listen);
        Assert.Equal(["bob@127.0.0.1:7002"], alice.Conversations[0].Recipients.Select(Text));
        Assert.Equal(["bob@127.0.0.1:7002", "carol@chat.onion:7003"], alice.Conversations[1].Recipients.Select(Text));
        Assert.Equal(
            (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(2.5)),
            (alice.Conversations[0].Bootstrap, alice.Conversations[0].Retry)
        );
    }

    [Fact]
    public void Load_NameTwiceInTheHosts_TheLastLineCounts() =>
        Assert.Equal(
            "bob@10.0.0.1:9",
            Text(Load(Hosts + "\n10.0.0.1:9 bob", Alice).Users.Single().Conversations[0].Recipients[0])
        );

    [Fact]
    public void Load_OwnListen_NeedsNoHostsEntry() =>
        Assert.Equal(
            new HostPort("127.0.0.1", 9),
            Load(Hosts, Alice.Replace("user: alice", "user: dave\nlisten: 127.0.0.1:9", StringComparison.Ordinal))
                .Users.Single()
                .Listen
        );

    [Fact]
    public void Load_EachConversationHasItsOwnSettings_NeedsNoDefaults()
    {
        string[] lines = Alice.Split('\n');
        string own = string.Join('\n', lines[1..11].Select(line => "    " + line));
        Assert.Empty(Load(Hosts, $"user: alice\nconversations:\n  - group: tea\n    recipients: bob\n{own}\n").Errors);
    }

    [Theory]
    [InlineData(
        "recipients: bob",
        "recipients: bbo",
        "alice.yaml:14:17: conversations[0].recipients: is not in the hosts file hosts (got 'bbo') - did you mean 'bob'?"
    )]
    [InlineData(
        "recipients: bob",
        "recipients: alice",
        "alice.yaml:14:17: conversations[0].recipients: is the user, who cannot be a recipient of their own messages (got 'alice')"
    )]
    [InlineData(
        "[bob, carol]",
        "[bob, bob]",
        "alice.yaml:16:23: conversations[1].recipients[1]: is a recipient already (got 'bob')"
    )]
    [InlineData(
        "[bob, carol]",
        "[]",
        "alice.yaml:16:17: conversations[1].recipients: is a list of 0 (allowed: the name of another user, or a list of 1 to 4096 of them)"
    )]
    [InlineData(
        "    recipients: bob\n",
        "",
        "alice.yaml:13:5: conversations[0].recipients: is missing (allowed: the name of another user, or a list of 1 to 4096 of them)"
    )]
    [InlineData(
        "group: garden",
        "group: tea",
        "alice.yaml:15:5: conversations[1].group: user 'alice' already has a conversation in this group (got 'tea') - the other one is at alice.yaml:13:5"
    )]
    [InlineData(
        "user: alice",
        "user: dave",
        "alice.yaml:1:1: listen: is missing, and user 'dave' is not in the hosts file hosts (allowed: host:port"
    )]
    [InlineData(
        "user: alice",
        "user: alice\nmessage_server: 127.0.0.1:1",
        "alice.yaml:2:1: message_server: unknown key (allowed: user, socks, socks_isolation, seed, active_timeout, rhythm, listen, bootstrap, retry, distributions, conversations)"
    )]
    public void Load_OneMistake_ReportsItsPosition(string right, string wrong, string error) =>
        Assert.StartsWith(
            error,
            Assert.Single(Load(Hosts, Alice.Replace(right, wrong, StringComparison.Ordinal)).Errors).ToString(),
            StringComparison.Ordinal
        );

    [Fact]
    public void Load_OnionUserWithoutListen_IsReported() =>
        Assert.Contains(
            "onion",
            Assert
                .Single(
                    Load(
                        Hosts,
                        Alice
                            .Replace("user: alice", "user: carol", StringComparison.Ordinal)
                            .Replace("[bob, carol]", "[bob, alice]", StringComparison.Ordinal)
                    ).Errors
                )
                .Message,
            StringComparison.Ordinal
        );

    /// <summary>A form feed separates words; only a line feed ends a line.</summary>
    [Fact]
    public void Load_FormFeedInAHostsLine_IsASpace()
    {
        PeerLoadResult result = Load("127.0.0.1:7001\falice\r\n127.0.0.1:7002 bob\n127.0.0.1:7003 carol ,", Alice);

        Assert.StartsWith("hosts:3:22: is not a name (got ','", Assert.Single(result.Errors).ToString());
    }

    [Fact]
    public void Load_BadHostsLines_AreAllReportedWithoutFollowUpErrors()
    {
        PeerLoadResult result = Load("# peers\n127.0.0.1 alice\n  127.0.0.1:0 bob\n127.0.0.1:7003 a,b carol", Alice);
        Assert.Equal(
            [
                "hosts:1:1: is not an address with a port (got '#'",
                "hosts:2:1: is not an address with a port (got '127.0.0.1'",
                "hosts:3:3: port 0 cannot be connected to (got '127.0.0.1:0'",
                "hosts:4:16: is not a name (got 'a,b'",
            ],
            result.Errors.Select(error => error.ToString().Split(';')[0])
        );
        Assert.Contains("no comments", result.Errors[0].Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoHostsFile_IsTheOnlyError()
    {
        _directory.Write("alice.yaml", Alice);
        Assert.Equal(
            ["none: there is no such file"],
            ConfigLoader.LoadPeers("none", ["alice.yaml"], _directory.Root).Errors.Select(error => error.ToString())
        );
    }

    [Fact]
    public void Load_UsersOfOneRunDisagreeAboutAGroup_IsReported()
    {
        _directory.Write(
            "bob.yaml",
            Alice
                .Replace("user: alice", "user: bob", StringComparison.Ordinal)
                .Replace("recipients: bob", "recipients: alice", StringComparison.Ordinal)
                .Replace("[bob, carol]", "carol", StringComparison.Ordinal)
        );
        Assert.Equal(
            "alice.yaml:15:5: recipients: 'bob' has no conversation with 'alice' in group 'garden' - see bob.yaml",
            Assert.Single(Load(Hosts, Alice, "bob.yaml").Errors).ToString()
        );
    }

    [Fact]
    public void Load_TwoListenAtOneAddress_IsReported()
    {
        _directory.Write(
            "bob.yaml",
            Alice
                .Replace("user: alice", "user: bob\nlisten: 127.0.0.1:7001", StringComparison.Ordinal)
                .Replace("recipients: bob", "recipients: alice", StringComparison.Ordinal)
                .Replace("[bob, carol]", "[alice, carol]", StringComparison.Ordinal)
        );
        Assert.Equal(
            "bob.yaml:2:1: listen: user 'alice' listens there already (got '127.0.0.1:7001')",
            Assert.Single(Load(Hosts, Alice, "bob.yaml").Errors).ToString()
        );
    }

    [Fact]
    public void Load_UserHasTwoFiles_IsReported()
    {
        _directory.Write(
            "again.yaml",
            Alice.Replace("tea", "chess", StringComparison.Ordinal).Replace("garden", "books", StringComparison.Ordinal)
        );
        Assert.Equal(
            "again.yaml:1:1: user: has another file in this run (got 'alice') - the other one is alice.yaml",
            Assert.Single(Load(Hosts, Alice, "again.yaml").Errors).ToString()
        );
    }

    private PeerLoadResult Load(string hosts, string alice, params string[] others)
    {
        _directory.Write("hosts", hosts);
        _directory.Write("alice.yaml", alice);
        return ConfigLoader.LoadPeers("hosts", ["alice.yaml", .. others], _directory.Root);
    }

    private static string Text(Recipient recipient) => $"{recipient.User}@{recipient.Address}";
}
