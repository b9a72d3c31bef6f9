using MGen.Messenger.Tests.Support;
using MGen.Model.Configuration;

namespace MGen.Messenger.Tests.Swarm;

/// <summary>Memory is measured for the whole process, so these tests must not run in parallel with others.</summary>
[Collection<AloneCollection>]
public sealed class ScaleTests(ITestOutputHelper output)
{
    private const int Conversations = 1_000;

    /// <summary>
    /// Managed bytes of a conversation with an idle connection, both ends. Two to three times the measured value: the
    /// test guards the order of magnitude.
    /// </summary>
    private static long MaxBytesPerConversation(string engine) => engine == "openssl" ? 16_000 : 128_000;

    [Fact]
    public async Task Swarm_ThousandConversations_ConnectWithinTheMemoryLimit()
    {
        await using FakeServer server = new(resume: true);
        UserConfig user = SwarmUnderTest.User("Alice", Models.Silent, server.Address);
        user = user with
        {
            Conversations =
            [
                .. Enumerable
                    .Range(0, Conversations)
                    .Select(i => SwarmUnderTest.Conversation($"group{i}", Models.Silent, server.Address)),
            ],
        };
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await using SwarmUnderTest test = new([user]);
        long made = GC.GetTotalMemory(forceFullCollection: true);
        test.Swarm.Start();
        List<FakeConnection> connections = [];
        for (int i = 0; i < Conversations; i++)
            connections.Add(await server.NextConnectionAsync());
        await Eventually.IsTrueAsync(() => test.Now.LinksOpen == Conversations, "all links", () => test.Now.LinksOpen);
        long linked = GC.GetTotalMemory(forceFullCollection: true);
        output.WriteLine(
            $"per conversation: {(made - before) / Conversations} B unstarted, {(linked - before) / Conversations} B with an idle link, the server's end of it included"
        );
        Assert.True((linked - before) / Conversations < MaxBytesPerConversation(test.EngineName));
        GC.KeepAlive(connections);
    }
}
