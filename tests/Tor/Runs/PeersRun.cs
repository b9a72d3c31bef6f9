using MGen.EventLog;
using MGen.Messenger;
using MGen.Messenger.Measurement;
using MGen.Model.Configuration.Peers;

namespace MGen.Tor.Tests.Runs;

/// <summary>Lets peers talk.</summary>
internal static class PeersRun
{
    /// <summary>Has everybody listen and lets them <see cref="Talk"/>.</summary>
    /// <returns>What happened.</returns>
    public static async Task<LedgerSnapshot> TalkAsync(IReadOnlyList<PeerConfig> users)
    {
        Tally tally = new(Members(users));
        await using EventLogWriter log = new(Stream.Null, TimeProvider.System);
        PeerSwarmOptions options = new() { Seed = 1, Observer = tally };
        await using PeerSwarm swarm = new(users, new ClientLog(log), new PeerLog(log), options);
        await swarm.ListenAsync();
        swarm.Start();
        return await Talk.RunAsync(swarm, tally, users.Sum(user => user.Conversations.Count));
    }

    private static Dictionary<string, string[]> Members(IReadOnlyList<PeerConfig> users) =>
        users
            .SelectMany(user => user.Conversations)
            .GroupBy(conversation => conversation.Group)
            .ToDictionary(
                group => group.Key.Text,
                group =>
                    group
                        .SelectMany(conversation => conversation.Recipients)
                        .Select(other => other.User.Text)
                        .Distinct()
                        .ToArray()
            );
}
