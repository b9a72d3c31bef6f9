using MGen.EventLog;
using MGen.Messenger;
using MGen.Messenger.Measurement;
using MGen.Model.Configuration;
using MGen.Tests.Programs;
using MGen.Transport;

namespace MGen.Tor.Tests.Runs;

/// <summary>Lets users of a message server talk.</summary>
internal static class ClientsRun
{
    /// <summary>Connects everybody and lets them <see cref="Talk"/>.</summary>
    /// <param name="users">Who talks.</param>
    /// <param name="servers">Where they meet.</param>
    /// <param name="conversations">How many of their conversations reach the message server.</param>
    /// <returns>What happened.</returns>
    public static async Task<LedgerSnapshot> TalkAsync(
        IReadOnlyList<UserConfig> users,
        Servers servers,
        int conversations
    )
    {
        Tally tally = new(Members(users));
        await using EventLogWriter log = new(Stream.Null, TimeProvider.System);
        await using TlsEngine engine = TlsEngine.Start(new TlsEngineOptions());
        await using ClientSwarm swarm = new(
            users,
            engine,
            new ClientLog(log),
            new ClientSwarmOptions
            {
                Seed = 1,
                StaggerScale = 0,
                Observer = tally,
            }
        );
        swarm.Start();
        await EveryoneRegisteredAsync(servers, conversations, swarm);
        return await Talk.RunAsync(swarm, tally, conversations);
    }

    private static Dictionary<string, string[]> Members(IReadOnlyList<UserConfig> users) =>
        users
            .SelectMany(user =>
                user.Conversations.Select(conversation => (Group: conversation.Group.Text, User: user.User.Text))
            )
            .GroupBy(member => member.Group, member => member.User)
            .ToDictionary(group => group.Key, group => group.ToArray());

    /// <summary>A message only reaches members that its group knows.</summary>
    private static async Task EveryoneRegisteredAsync(Servers servers, int conversations, ClientSwarm swarm)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        limit.CancelAfter(ChildProcess.Patience);
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(20));
        while (servers.Registered < conversations)
        {
            if (limit.IsCancellationRequested)
                Assert.Fail($"{servers.Registered} of {conversations} registered: {swarm.Snapshot()}");
            await look.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
