using MGen.Model.Configuration;
using MGen.Model.Configuration.Peers;
using MGen.Population.Experiments;
using MGen.Population.Tests.Support;

namespace MGen.Population.Tests.Experiments;

/// <summary>Written files are read by the programs' readers and counted.</summary>
public sealed class ExperimentWriterTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(ExperimentLayout.Client, "users/*/*.yaml", false)]
    [InlineData(ExperimentLayout.Client, "users/*/*.yaml", true)]
    [InlineData(ExperimentLayout.ShadowClient, "shadow.data.template/hosts/*/*.yaml", false)]
    public void Write_Clients_AreReadAgainAsDrawn(ExperimentLayout layout, string files, bool asOriginal)
    {
        PopulationRequest request = Requests.Example(60) with
        {
            Hosts = 3,
            Servers = 4,
            WaitRule = asOriginal ? InitialWaitRule.Original : InitialWaitRule.Residual,
        };
        UserPopulation population = Write(request, new ExperimentOptions { Layout = layout, AsOriginal = asOriginal });
        LoadResult result = ConfigLoader.Load([files], _directory.PathOf("out"));

        Assert.Empty(result.Errors);
        AssertUsers(
            population,
            result.Users.ToDictionary(
                user => user.User.Text,
                user => user.Conversations.Cast<ConfiguredConversation>().ToArray()
            )
        );
        Assert.All(
            result.Users.SelectMany(user => user.Conversations),
            conversation =>
            {
                int port = conversation.MessageServers[0].Port;
                Assert.Equal(port + 1, conversation.WebServer.Port);
            }
        );
        ConversationConfig some = result.Users[5].Conversations[0];
        int group = int.Parse(some.Group.Text["group".Length..], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(
            new ExperimentPlan(population, new ExperimentOptions { Layout = layout }, 3).MessageServer(
                population.ServerOf(group)
            ),
            some.MessageServers[0].ToString()
        );
        Assert.Equal(asOriginal ? AttachmentMode.HeadersOnly : AttachmentMode.Full, result.Users[0].Attachments);
    }

    [Theory]
    [InlineData(ExperimentLayout.Peer, "hostsfile", "users/*/*.yaml")]
    [InlineData(
        ExperimentLayout.ShadowPeer,
        "shadow.data.template/hosts/hostsfile",
        "shadow.data.template/hosts/*/*.yaml"
    )]
    public void Write_Peers_AreReadAgainAsDrawn(ExperimentLayout layout, string hosts, string files)
    {
        UserPopulation population = Write(
            Requests.Example(60) with
            {
                Hosts = 3,
            },
            new ExperimentOptions { Layout = layout }
        );
        PeerLoadResult result = ConfigLoader.LoadPeers(hosts, [files], _directory.PathOf("out"));

        Assert.Empty(result.Errors);
        AssertUsers(
            population,
            result.Users.ToDictionary(
                user => user.User.Text,
                user => user.Conversations.Cast<ConfiguredConversation>().ToArray()
            )
        );
        Assert.All(
            result.Users.SelectMany(user => user.Conversations.Select(conversation => (user, conversation))),
            entry =>
            {
                string[] members =
                [
                    entry.user.User.Text,
                    .. entry.conversation.Recipients.Select(recipient => recipient.User.Text),
                ];
                int group = int.Parse(
                    entry.conversation.Group.Text["group".Length..],
                    System.Globalization.CultureInfo.InvariantCulture
                );
                Assert.Equal(
                    population.MembersOf(group).ToArray().Select(UserPopulation.UserName).Order(),
                    members.Order()
                );
            }
        );
    }

    [Fact]
    public void Write_PeersThroughTor_HaveAnOnionServiceAndAProxyEach()
    {
        ExperimentOptions options = new() { Layout = ExperimentLayout.Peer, Tors = 2 };
        UserPopulation population = Write(Requests.Example(10) with { Tors = 2 }, options);

        PeerLoadResult result = ConfigLoader.LoadPeers("hostsfile", ["users/*/*.yaml"], _directory.PathOf("out"));
        Assert.Empty(result.Errors);
        Assert.All(result.Users, user => Assert.Equal("127.0.0.1", user.Listen.Host));
        Assert.Equal([9050, 9052], result.Users.Select(user => (int)user.Socks!.Port).Distinct().Order());
        string torrc = File.ReadAllText(_directory.PathOf("out/users/shard0/tor1.torrc"));
        Assert.Contains(
            "HiddenServiceDir user3.tor\nHiddenServicePort 65532 127.0.0.1:65532\n",
            torrc,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("user2.tor", torrc, StringComparison.Ordinal);
        Assert.Equal(10, population.UserCount);
    }

    [Fact]
    public void Write_AnyNumberOfThreads_GivesTheSameFiles()
    {
        ExperimentOptions options = new() { Layout = ExperimentLayout.ShadowClient };
        Write(Requests.Example(80) with { Hosts = 4 }, options, threads: 1, "one");
        Write(Requests.Example(80) with { Hosts = 4 }, options, threads: 8, "eight");

        Assert.Equal(_directory.Hashes("one"), _directory.Hashes("eight"));
        Assert.True(_directory.Hashes("one").Count > 80);
    }

    [Fact]
    public void Write_UserFileThatCannotBeWritten_ThrowsWhatTheFileSystemSays()
    {
        Directory.CreateDirectory(_directory.PathOf("out/users/shard0/user0.yaml"));

        Assert.ThrowsAny<UnauthorizedAccessException>(() =>
            Write(Requests.Example(10), new ExperimentOptions { Layout = ExperimentLayout.Client })
        );
    }

    [Fact]
    public void Write_Shadow_HasTheSettingsThatProgramsNeed()
    {
        Write(
            Requests.Example(20) with
            {
                Hosts = 2,
            },
            new ExperimentOptions { Layout = ExperimentLayout.ShadowClient, Registration = TimeSpan.FromMinutes(15) }
        );
        string shadow = File.ReadAllText(_directory.PathOf("out/shadow.yaml"));

        foreach (
            string setting in new[]
            {
                "use_preload_libc: false",
                "unblocked_vdso_latency: 5 microseconds",
                "max_unapplied_cpu_latency: 20 microseconds",
                "use_worker_spinning: false",
                "model_unblocked_syscall_latency: true",
                "args: \"100.0.0.1:6397 900\"",
                "start_time: 873s",
                "LD_PRELOAD: \"./mgen-shadow.so\"",
            }
        )
            Assert.Contains(setting, shadow, StringComparison.Ordinal);
        Assert.True(Directory.Exists(_directory.PathOf("out/shadow.data.template/hosts/mgenserver0")));
    }

    [Fact]
    public void Write_Shadow_UsersEndBeforeServersAndServersBeforeTheSimulation()
    {
        Write(
            Requests.Example(20) with
            {
                Hosts = 2,
            },
            new ExperimentOptions { Layout = ExperimentLayout.ShadowClient, Duration = TimeSpan.FromMinutes(10) }
        );
        string shadow = File.ReadAllText(_directory.PathOf("out/shadow.yaml"));

        Assert.Contains("stop_time: 690s", shadow, StringComparison.Ordinal);
        Assert.Equal(
            ["660s", "660s", "630s", "630s"],
            shadow.Split("shutdown_time: ").Skip(1).Select(rest => rest.Split('\n')[0])
        );
        Assert.Equal(4, shadow.Split("expected_final_state: {exited: 0}").Length - 1);
    }

    [Fact]
    public void Write_Shadow_IncludesRunAndCheckScripts()
    {
        Write(Requests.Example(20), new ExperimentOptions { Layout = ExperimentLayout.ShadowPeer });

        Assert.StartsWith(
            "# Sourced by each experiment's run.sh",
            File.ReadAllText(_directory.PathOf("out/experiment.sh")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "int mlock(",
            File.ReadAllText(_directory.PathOf("out/preload/mgen-shadow.c")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "need shadow cc mgen-peer mgentools\nrun_and_check\n",
            File.ReadAllText(_directory.PathOf("out/run.sh")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Write_WithATorNetwork_AddsToIt()
    {
        _directory.Write(
            "net/shadow.yaml",
            "general: {stop_time: 1h}\nnetwork: {graph: {type: 1_gbit_switch}}\nhosts:\n  relay1: {network_node_id: 7, processes: []}\n"
        );
        _directory.Write(
            "net/shadow.data.template/hosts/torclient1/torrc-defaults",
            "%include ../../../conf/tor.client.torrc\n"
        );
        _directory.Write("net/conf/tor.client.torrc", "ClientOnly 1\n");
        _directory.Write("net/shadow.data/old.log", "");
        ExperimentOptions options = new()
        {
            Layout = ExperimentLayout.ShadowPeer,
            Tors = 2,
            Base = _directory.PathOf("net/shadow.yaml"),
        };
        Assert.Null(ExperimentWriter.BaseProblem(options.Base));
        Write(Requests.Example(20) with { Hosts = 2, Tors = 2 }, options);

        string shadow = File.ReadAllText(_directory.PathOf("out/shadow.yaml"));
        Assert.Contains("relay1", shadow, StringComparison.Ordinal);
        Assert.Contains(
            "network_node_id: 7",
            shadow[shadow.IndexOf("mgenclient1", StringComparison.Ordinal)..],
            StringComparison.Ordinal
        );
        Assert.Contains(
            "--defaults-torrc torrc-defaults -f tor1.torrc --DataDirectory ./tor1",
            shadow,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "%include ../../../conf/tor.client.torrc\n",
            File.ReadAllText(_directory.PathOf("out/shadow.data.template/hosts/mgenclient0/torrc-defaults"))
        );
        Assert.Equal(2, shadow.Split("shutdown_time: 3935s").Length - 1);
        Assert.True(File.Exists(_directory.PathOf("out/conf/tor.client.torrc")));
        Assert.False(Directory.Exists(_directory.PathOf("out/shadow.data")));
    }

    [Theory]
    [InlineData("hosts: {}\n", "no client")]
    [InlineData("general: {}\n", "has no hosts")]
    [InlineData("a: [\n", "line 2, column 1: is not the YAML")]
    public void BaseProblem_BadNetwork_SaysWhy(string text, string expected)
    {
        _directory.Write("net/shadow.yaml", text);

        Assert.StartsWith(
            expected,
            ExperimentWriter.BaseProblem(_directory.PathOf("net/shadow.yaml")),
            StringComparison.Ordinal
        );
    }

    private UserPopulation Write(
        PopulationRequest request,
        ExperimentOptions options,
        int threads = 2,
        string name = "out"
    )
    {
        UserPopulation population = Requests.Draw(request).Population;
        Directory.CreateDirectory(_directory.PathOf(name));
        ExperimentWriter writer = new(population, request, options);
        Assert.Null(writer.Problem);
        writer.Write(_directory.PathOf(name), threads, _ => { }, TestContext.Current.CancellationToken);
        return population;
    }

    private static void AssertUsers(UserPopulation population, Dictionary<string, ConfiguredConversation[]> users)
    {
        Assert.Equal(population.UserCount, users.Count);
        for (int user = 0; user < population.UserCount; user++)
        {
            Membership[] memberships = [.. population.MembershipsOf(user).ToArray().Select(population.MembershipAt)];
            ConfiguredConversation[] conversations = users[UserPopulation.UserName(user)];
            Assert.Equal(
                memberships.Select(membership => UserPopulation.GroupName(membership.Group)),
                conversations.Select(conversation => conversation.Group.Text)
            );
            Assert.All(
                memberships.Zip(conversations),
                pair => AssertWait(population.WaitRule, pair.First, pair.Second)
            );
        }
    }

    private static void AssertWait(InitialWaitRule rule, Membership membership, ConfiguredConversation conversation)
    {
        bool isBootstrap = membership.IsSilent || rule == InitialWaitRule.Original;
        Assert.Equal(
            membership.Wait.TotalSeconds,
            (isBootstrap ? conversation.Bootstrap : conversation.FirstIdle!.Value).TotalSeconds,
            0.001
        );
        Assert.Equal(isBootstrap, conversation.FirstIdle is null);
    }
}
