using MGen.EventLog;

namespace MGen.Published.Tests;

/// <summary>
/// Two runs with one seed draw the same. Only one user sends: responses of others would change the draws, and the
/// network decides when they arrive.
/// </summary>
public sealed class SeedTests(PublishedPrograms programs) : PublishedTest(programs)
{
    private const int Compared = 20;

    [Fact]
    public async Task Runs_SameSeed_SendTheSameMessagesInTheSameStates()
    {
        List<string> first = await SendAsync(seed: 7);
        List<string> second = await SendAsync(seed: 7);

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Runs_OtherSeed_SendOtherMessages() =>
        Assert.NotEqual(await SendAsync(seed: 7), await SendAsync(seed: 8));

    private async Task<List<string>> SendAsync(int seed)
    {
        await using RunningProgram server = Start(Surroundings.Empty, "mgen-server", "127.0.0.1:0", "--quiet");
        string messages = await server.AwaitAddressAsync();
        Write(
            "alice.yaml",
            People
                .Client("alice", messages, "127.0.0.1:1")
                .Replace("seed: 1", $"seed: {seed}", StringComparison.Ordinal)
                .Replace("lambda: 12", "lambda: 3", StringComparison.Ordinal)
        ); // no attachments
        await using RunningProgram alice = Start(
            Surroundings.Empty,
            "mgen-client",
            "alice.yaml",
            "--stagger-scale",
            "0"
        );
        int sent = 0;
        await alice.AwaitLineAsync(line => line.Contains(",send,", StringComparison.Ordinal) && ++sent == Compared);
        IEnumerable<LogEvent> log = Read((await alice.StopAsync()).Output, LogSource.Client);
        return
        [
            .. log.Where(item => item.Kind == EventKind.Send)
                .Take(Compared)
                .Select(item => $"{item.From} {item.To} {item.Amount} {item.Id}"),
        ];
    }
}
