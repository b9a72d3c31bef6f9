using MGen.Model.Configuration;
using MGen.Model.Configuration.Peers;
using MGen.Wire;

namespace MGen.Demo.People;

/// <summary>Converts a population to the configuration of a swarm.</summary>
internal static class UserConfigs
{
    /// <summary>Base of the wait before a failed connection is tried again.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>Creates the configuration of each user of a message server.</summary>
    /// <param name="population">The users and their groups.</param>
    /// <param name="messages">
    /// The message servers. Each user has all of them as a list to try in order, so a user whose server is killed has
    /// another. The lists of consecutive users begin with different servers.
    /// </param>
    /// <param name="web">The web server.</param>
    /// <param name="bootstrap">The longest wait of a conversation before it wakes up.</param>
    public static IReadOnlyList<UserConfig> ForClients(
        DemoPopulation population,
        IReadOnlyList<HostPort> messages,
        HostPort web,
        TimeSpan bootstrap
    ) =>
        [
            .. population.Users.Select(
                (user, number) =>
                    new UserConfig
                    {
                        File = user.Text,
                        User = user,
                        Conversations =
                        [
                            .. population
                                .GroupsOf(user)
                                .Select(group => new ConversationConfig
                                {
                                    Group = group.Name,
                                    MessageServers =
                                    [
                                        .. messages.Skip(number % messages.Count),
                                        .. messages.Take(number % messages.Count),
                                    ],
                                    WebServer = web,
                                    Bootstrap = bootstrap,
                                    Retry = Retry,
                                    Model = Behaviour.For(group),
                                    Position = new ConfigPosition(user.Text, 1, 1),
                                }),
                        ],
                    }
            ),
        ];

    /// <summary>Creates the configuration of each user without a server.</summary>
    /// <param name="population">The users and their groups.</param>
    /// <param name="addresses">The address of each user, in the population's order.</param>
    /// <param name="bootstrap">The longest wait of a conversation before it wakes up.</param>
    public static IReadOnlyList<PeerConfig> ForPeers(
        DemoPopulation population,
        IReadOnlyList<HostPort> addresses,
        TimeSpan bootstrap
    )
    {
        Dictionary<Identifier, Recipient> recipients = population
            .Users.Zip(addresses, (user, address) => new Recipient(user, address))
            .ToDictionary(one => one.User);
        return
        [
            .. recipients.Values.Select(self => new PeerConfig
            {
                File = self.User.Text,
                User = self.User,
                Listen = self.Address,
                Conversations =
                [
                    .. population
                        .GroupsOf(self.User)
                        .Select(group => new PeerConversationConfig
                        {
                            Group = group.Name,
                            Recipients = [.. group.Others(self.User).Select(member => recipients[member])],
                            Bootstrap = bootstrap,
                            Retry = Retry,
                            Model = Behaviour.For(group),
                            Position = new ConfigPosition(self.User.Text, 1, 1),
                        }),
                ],
            }),
        ];
    }
}
