using System.Text;
using MGen.EventLog;
using MGen.Model.Distributions;
using MGen.Simulation.Latencies;
using MGen.Simulation.Results;
using MGen.Simulation.Tests.Support;

namespace MGen.Simulation.Tests;

public sealed class DeterminismTests
{
    private static readonly SimulationOptions Options = new()
    {
        Seed = 5,
        Duration = TimeSpan.FromMinutes(5),
        Latency = LatencyModel.Random(new LogNormalTime(-2, 1)),
        LogExtended = true,
        AttachmentBytesPerSecond = 10_000,
    };

    private static TestPopulation Population =>
        TestPopulation.Create(groupCount: 60, members: 4, Models.Lively, TimeSpan.FromSeconds(8));

    [Theory]
    [InlineData(2, 1_000_000)]
    [InlineData(4, 1_000_000)]
    [InlineData(1, 100)]
    [InlineData(3, 7)]
    public async Task Run_AnyThreadsAndAnyBuffer_LogsTheSameBytes(int threads, int bufferedEvents)
    {
        string expected = await Simulated.LogAsync(Population, Options);

        string actual = await Simulated.LogAsync(
            Population,
            Options with
            {
                Threads = threads,
                BufferedEvents = bufferedEvents,
            }
        );

        Assert.True(expected.Length > 500_000, $"{expected.Length} bytes");
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Run_AnyThreads_CountsTheSame()
    {
        SimulationResult one = new Simulator(Population, Options).Run(
            cancellationToken: TestContext.Current.CancellationToken
        );
        SimulationResult four = new Simulator(Population, Options with { Threads = 4 }).Run(
            cancellationToken: TestContext.Current.CancellationToken
        );

        Assert.Equal(one.Counts, four.Counts);
        Assert.Equal(one.RoundTrips.Buckets, four.RoundTrips.Buckets);
        Assert.Equal(one.RoundTrips.Count, one.RoundTrips.Buckets.Sum(bucket => bucket.Count));
    }

    [Fact]
    public void Run_OtherGroupsAdded_ChangesNothingInAGroup()
    {
        Simulated few = Simulated.Run(TestPopulation.Create(1, 4, Models.Lively), Options);
        Simulated many = Simulated.Run(
            new TestPopulation(
                ("first", [TestPopulation.Member("zoe", Models.Lively)]),
                ("group0", [.. Enumerable.Range(0, 4).Select(i => TestPopulation.Member($"user{i}", Models.Lively))])
            ),
            Options
        );

        Assert.Equal(few.Events, many.Events.Where(item => item.Group == "group0"));
    }

    [Fact]
    public void Run_MembersListedInAnotherOrder_ChangesNothing()
    {
        string[] users = ["dave", "alice", "carol", "bob"];
        Simulated Run(IEnumerable<string> order) =>
            Simulated.Run(
                new TestPopulation(
                    (
                        "tea",
                        [
                            .. order.Select(user =>
                                TestPopulation.Member(
                                    user,
                                    Models.Lively with
                                    {
                                        ActivateOnSend = default,
                                        IdleDelay = new UniformTime(0, 1e-6),
                                    }
                                )
                            ),
                        ]
                    )
                ),
                Simulated.Plain with
                {
                    Duration = TimeSpan.FromMilliseconds(1),
                }
            );

        Simulated expected = Run(users);

        Assert.Contains(
            expected.Events.Where(item => item.Kind == EventKind.Send).CountBy(item => item.UnixNanoseconds),
            instant => instant.Value > 1
        );
        Assert.Equal(expected.Events, Run(users.Order(StringComparer.Ordinal)).Events);
    }

    [Fact]
    public async Task Run_Log_IsReadBackByOurReaderAndInTimeOrder()
    {
        string log = await Simulated.LogAsync(Population, Options);
        using MemoryStream input = new(Encoding.UTF8.GetBytes(log));
        EventLogReader reader = new(input, rejected => Assert.Fail(rejected.ToString()), LogSource.Client);

        LogEvent[] read = [.. reader.ReadAll()];

        Assert.Equal(EventKind.ExtendedVersion, read[0].Kind);
        Assert.Equal(Simulated.Run(Population, Options).Events, read[1..]);
        Assert.Equal(read.Select(item => item.UnixNanoseconds).Order(), read.Select(item => item.UnixNanoseconds));
        Assert.Equal(
            [
                EventKind.Waiting,
                EventKind.Handshake,
                EventKind.Awake,
                EventKind.Idle,
                EventKind.Send,
                EventKind.Receive,
                EventKind.ReceiveReceipt,
                EventKind.SendTiming,
                EventKind.Fetched,
                EventKind.Uploaded,
            ],
            read[1..].Select(item => item.Kind).Distinct().Order()
        );
    }

    [Fact]
    public void Run_TemporaryFiles_AreGoneAfterwards()
    {
        string directory = Directory.CreateTempSubdirectory("mgen-simulation-tests-").FullName;
        try
        {
            Simulated.Run(Population, Options with { BufferedEvents = 50, TemporaryDirectory = directory });
            Assert.Throws<OperationCanceledException>(() =>
                new Simulator(Population, Options with { BufferedEvents = 50, TemporaryDirectory = directory }).Run(
                    new Simulated(),
                    new CancellationToken(canceled: true)
                )
            );

            Assert.Empty(Directory.EnumerateFileSystemEntries(directory));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
