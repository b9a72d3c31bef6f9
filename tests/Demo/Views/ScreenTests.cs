using MGen.Demo.Accounting;
using MGen.Demo.Deployments;
using MGen.Demo.Nodes;
using MGen.Demo.People;
using MGen.Demo.Tests.Results;
using MGen.Demo.Views;
using MGen.Model.Conversations;
using MGen.Wire;
using Spectre.Console;

namespace MGen.Demo.Tests.Views;

public sealed class ScreenTests
{
    private static readonly Identifier Ava = Identifier.Create("ava");
    private static readonly Identifier Ben = Identifier.Create("ben");
    private static readonly DemoGroup Dyad = new(Identifier.Create("ava-ben"), [Ava, Ben]);
    private static readonly DemoGroup Chess = new(Identifier.Create("chess"), [Ava, Ben, Identifier.Create("cleo")]);

    private static readonly ConversationEvent[] Events =
    [
        new(Ava, Dyad, 160, default),
        new(Ben, Chess, null, ConversationMode.Active),
        new(Ben, Chess, 40_000, default),
    ];

    private static readonly DemoSnapshot Now = new(
        TimeSpan.FromSeconds(10),
        58,
        Outcomes.Swarm,
        new DeliveryCounts(4_000, 0, Outcomes.Times(4_000, 1)),
        new ClusterState(1, 1, []),
        Outcomes.Kills
    );

    [Fact]
    public void InFlight_TwoDeliveriesOwedAndOneReceived_IsOne() =>
        Assert.Equal(
            1,
            (
                Now with
                {
                    Swarm = Outcomes.Swarm with { MessagesReceived = 1 },
                    Deliveries = Now.Deliveries with { Owed = 2 },
                }
            ).InFlight
        );

    [Fact]
    public void Draw_Talking_HasThisText() =>
        Assert.Equal(
            """
            mgen-demo 0.1.0   seed 42   20 users   24 groups   TLS by openssl
            talking      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━  00:10 of 00:30

            connections          58   of 58, 58 registered
            messages          1,234         123/s   █
            delivered         4,000         400/s   █
            receipts          4,000         400/s   █
            bytes sent      1.50 MB      150 kB/s   █
            attachments          12 up, 1.23 MB   30 down, 3.46 MB
            latency         1.00 ms p50   2.00 ms p90   10.0 ms p99   100 ms max

                      ava → ben                 160 B
                      ben · chess (3)          active
                      ben → chess (3)         40.0 kB
            """,
            Draw(width: 80).TrimEnd()
        );

    [Fact]
    public void Draw_Cluster_ListsKillsAndTheirEffects() =>
        Assert.Equal(
            """
            mgen-demo 0.1.0   seed 42   20 users   24 groups   TLS by openssl
            talking      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━  00:10 of 00:30

            connections          58   of 58, 58 registered
            cluster               1 of 2 silos   1 of 2 gateways
            killed           silo 1 at 00:04   paused for 3.41 s: 23 deliveries held up
            killed        gateway 1 at 00:09   13 deliveries held up, 5 still wait
            messages          1,234         123/s   █
            """,
            string.Join('\n', Draw(80, Now, DeploymentKind.Cluster, Events).Split('\n').Take(8))
        );

    [Fact]
    public void Draw_Cluster_HasAsManyLinesAsWithoutOne()
    {
        ConversationEvent[] events = [.. Enumerable.Repeat(Events[0], RecentEvents.Length)];

        int[] lines =
        [
            .. new DemoSnapshot[]
            {
                Now,
                Now with
                {
                    Kills = Now.Kills.Take(1).ToArray(),
                },
                Now with
                {
                    Kills = [],
                },
                Now with
                {
                    Cluster = null,
                    Kills = [],
                },
            }.Select(now => Draw(80, now, DeploymentKind.Cluster, events).Split('\n').Length),
        ];

        Assert.All(lines, count => Assert.Equal(lines[^1], count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(47)]
    public void Draw_NarrowTerminal_CutsAndNeverWraps(int width)
    {
        IEnumerable<string> cut = Draw(200).Split('\n').Select(line => line[..Math.Min(width, line.Length)].TrimEnd());

        Assert.Equal(string.Join('\n', cut), Draw(width));
    }

    [Fact]
    public void Draw_PeersOnEightyColumns_NothingIsCut() =>
        Assert.Equal(Draw(200, DeploymentKind.Peers), Draw(80, DeploymentKind.Peers));

    private static string Draw(int width, DeploymentKind deployment = DeploymentKind.Server) =>
        Draw(width, Now with { Cluster = null, Kills = [] }, deployment, Events);

    private static string Draw(
        int width,
        DemoSnapshot now,
        DeploymentKind deployment,
        IReadOnlyList<ConversationEvent> events
    )
    {
        using StringWriter output = new();
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) }
        );
        console.Profile.Width = width;
        console.Write(new Screen(Outcomes.Identity with { Deployment = deployment }).Draw(now, events));
        return string.Join('\n', output.ToString().Split('\n').Select(line => line.TrimEnd()));
    }
}
