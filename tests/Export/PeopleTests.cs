using System.Text;
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
    public async Task Person_GivenWhatAClientReceived_SendsWhatTheClientSent(string user, string group)
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

    /// <summary>An exception that leaves a native function ends the program that calls it.</summary>
    [Theory]
    [InlineData(1, "")]
    [InlineData(2, "")]
    [InlineData(3, "")]
    [InlineData(4, "\u20AC")]
    [InlineData(5, "\u20ACa")]
    public unsafe void NativeCreate_SmallErrorBuffer_CutsItBetweenCharacters(int room, string expected)
    {
        delegate* unmanaged[Cdecl]<byte*, byte*, ulong, nint*, byte*, int, int> create = &NativeInterface.Create;
        byte[] error = [.. Enumerable.Repeat((byte)1, 8)];
        nint person;

        fixed (byte* file = "\u20ACa.yaml\0"u8)
        fixed (byte* text = error)
        {
            Assert.Equal(-1, create(file, null, 0, &person, text, room));
        }

        int end = Array.IndexOf(error, (byte)0);
        Assert.Equal(expected, Encoding.UTF8.GetString(error, 0, end));
        Assert.All(error[room..], unused => Assert.Equal(1, unused));
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
