using MGen.EventLog;
using MGen.Export.Tests.Support;
using MGen.People;

namespace MGen.Export.Tests;

/// <summary>The people as a component.</summary>
public sealed class PeopleTests
{
    /// <summary>
    /// Replays a simulated log: the person gets each received message of the log, and must send the same messages at
    /// the same times. tests/Simulation/Live compares simulated and live logs line by line over real sockets.
    /// </summary>
    [Theory]
    [InlineData("alice", "tea")]
    [InlineData("alice", "garden")]
    [InlineData("carol", "garden")]
    public async Task Person_ToldWhatAClientReceived_SendsWhatTheClientSent(string user, string group)
    {
        using ExportWorld world = WorldOfSamples();
        await world.SucceedAsync("simulate", "*.yaml", "--seed", "7", "--duration", "6h", "--log", "run.log");
        using FileStream file = File.OpenRead(world.PathOf("run.log"));
        List<LogEvent> log =
        [
            .. new EventLogReader(file, line => Assert.Fail(line.ToString()))
                .ReadAll()
                .Where(item => item.User == user && item.Group == group),
        ];
        long awake = log.First(item => item.Kind == EventKind.Awake).UnixNanoseconds;
        Person person = PersonSource.Create($"{user}.yaml", group, seed: 7, world.Root, out string problem)!;
        Assert.Equal("", problem);

        int sent = 0;
        foreach (LogEvent item in log.Where(item => item.Kind is EventKind.Send or EventKind.Receive))
        {
            TimeSpan at = TimeSpan.FromTicks((item.UnixNanoseconds - awake) / 100);
            if (item.Kind == EventKind.Receive)
            {
                while (person.NextAt < at)
                    Assert.Equal(PersonAction.Leave, person.Next().Action);
                Assert.True(person.TryReceive(at));
                continue;
            }
            PersonEvent next = person.Next();
            if (next.Action == PersonAction.Leave)
                next = person.Next();
            Assert.Equal((at, item.Id, (uint)Math.Max(item.Amount, 1) * 160), (next.At, next.Id, next.Bytes));
            sent++;
        }
        Assert.True(sent > 100);
    }

    [Fact]
    public async Task PeopleVerb_Lines_AnswersEachAndSaysWhatIsWrong()
    {
        using ExportWorld world = WorldOfSamples();

        (_, string output, _) = await world.ToolsAsync(
            ["people"],
            "new a 7 tea alice.yaml\nnext a\ntime a\nreceived a 3000000000\nreceived a 1\nnext b\nnew b 7 nowhere alice.yaml\nnew c x tea alice.yaml\nfree a\nsing\n"
        );

        Person person = PersonSource.Create("alice.yaml", "tea", seed: 7, world.Root, out _)!;
        PersonEvent first = person.Next();
        string[] answers = output.Split('\n');
        Assert.Equal("ok", answers[0]);
        Assert.StartsWith($"{first.At.Ticks * 100} send 0 {first.Bytes} ", answers[1]);
        Assert.Equal($"{person.NextAt.Ticks * 100}", answers[2]);
        Assert.Equal("ok", answers[3]);
        Assert.StartsWith("error 1 is before the last event", answers[4]);
        Assert.Equal("error there is no person 'b'", answers[5]);
        Assert.Contains("no group 'nowhere'; groups: tea, garden", answers[6]);
        Assert.StartsWith("error 'x' is not a seed", answers[7]);
        Assert.Equal("ok", answers[8]);
        Assert.StartsWith("error 'sing' is not a request", answers[9]);
    }

    [Fact]
    public void Samples_Component_HaveAtMostFortyLines() =>
        Assert.All(
            Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "component")),
            file => Assert.InRange(File.ReadLines(file).Count(), 1, 40)
        );

    private static ExportWorld WorldOfSamples()
    {
        ExportWorld world = new();
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "client")))
            File.Copy(file, world.PathOf(Path.GetFileName(file)));
        return world;
    }
}
