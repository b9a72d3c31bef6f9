using MGen.EventLog;

namespace MGen.Published.Tests;

/// <summary>
/// Published clients talk through a published message server, and fetch attachments from a published web server.
/// </summary>
public sealed class ClientServerTests(PublishedPrograms programs) : PublishedTest(programs)
{
    /// <summary>
    /// The exit code on a machine that is too busy to keep to the schedule; the messages arrived nevertheless.
    /// </summary>
    private const int Lagged = 5;

    private static readonly string[] Users = ["alice", "bob", "carol"];

    [Theory]
    [InlineData(Surroundings.Empty, "auto")]
    [InlineData(Surroundings.Simulated, "auto")]
    [InlineData(Surroundings.Simulated, "managed")]
    public async Task Clients_ThroughServerAndWeb_TalkAndLoseNothing(Surroundings surroundings, string engine)
    {
        await using RunningProgram server = Start(surroundings, "mgen-server", "127.0.0.1:0", "--engine", engine);
        await using RunningProgram web = Start(surroundings, "mgen-web", "127.0.0.1:0");
        (string messages, string attachments) = (await server.AwaitAddressAsync(), await web.AwaitAddressAsync());
        foreach (string user in Users)
            Write($"{user}.yaml", People.Client(user, messages, attachments));
        await using RunningProgram clients = Start(
            surroundings,
            "mgen-client",
            "*.yaml",
            "--stagger-scale",
            "0",
            "--engine",
            engine
        );
        foreach (string user in Users)
            await clients.AwaitLineAsync(line =>
                line.Contains($",{user},friends,receive,", StringComparison.Ordinal)
                && !line.Contains(",receipt,", StringComparison.Ordinal)
            );
        await web.AwaitLineAsync(line => line.Contains(",sending,", StringComparison.Ordinal));

        RunningProgram.Ended ended = await clients.StopAsync();

        Assert.True(ended.Code is 0 or Lagged, ended.Error);
        AssertEachDeliveryLogged(Read(ended.Output, LogSource.Client));
        await AssertEndsWellAsync(server);
        await AssertEndsWellAsync(web);
    }

    [Fact]
    public async Task Programs_WithoutTraffic_HaveWrittenAllLines()
    {
        await using RunningProgram server = Start(Surroundings.Empty, "mgen-server", "127.0.0.1:0");
        string messages = await server.AwaitAddressAsync();
        Write("alice.yaml", People.Client("alice", messages, "127.0.0.1:1", isSilent: true));
        await using RunningProgram client = Start(
            Surroundings.Empty,
            "mgen-client",
            "alice.yaml",
            "--stagger-scale",
            "0"
        );

        await server.AwaitLineAsync(line => line.EndsWith(",register,alice,friends", StringComparison.Ordinal));
        await client.AwaitLineAsync(line => line.EndsWith(",alice,friends,awake", StringComparison.Ordinal));
    }

    /// <summary>Before a client stops, it waits for the frames in flight, so each delivery is in the log.</summary>
    private static void AssertEachDeliveryLogged(List<LogEvent> log)
    {
        var sent = log.Where(item => item.Kind == EventKind.Send).Select(item => (item.User, item.Id)).ToHashSet();
        Assert.NotEmpty(sent);
        Assert.All(
            log.Where(item => item.Kind == EventKind.Receive),
            item => Assert.Contains((item.Other, item.Id), sent)
        );
        Assert.Equal(sent.Count * (Users.Length - 1), log.Count(item => item.Kind == EventKind.Receive));
        Assert.DoesNotContain(
            log,
            item =>
                item.Kind
                    is EventKind.Error
                        or EventKind.TcpError
                        or EventKind.TlsError
                        or EventKind.ErrorFetching
                        or EventKind.ErrorUploading
        );
    }

    private static async Task AssertEndsWellAsync(RunningProgram program)
    {
        RunningProgram.Ended ended = await program.StopAsync();
        Assert.True(ended.Code == 0, ended.Error);
    }
}
