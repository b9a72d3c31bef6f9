using MGen.Model.Configuration;
using MGen.Model.Configuration.Peers;
using MGen.Wire;

namespace MGen.Demo.People;

/// <summary>Converts a population to the configuration of a swarm of peers.</summary>
internal static class PeerConfigs
{
    /// <summary>Creates one configuration per user.</summary>
    /// <param name="population">The users and their groups.</param>
    /// <param name="addresses">The address of each user, in the population's order.</param>
    /// <param name="bootstrap">The longest wait of a conversation before it wakes up.</param>
    public static IReadOnlyList<PeerConfig> Create(
        Population population,
        IReadOnlyList<HostPort> addresses,
        TimeSpan bootstrap
    )
    {
        Dictionary<Identifier, Recipient> recipients = population
            .Users.Zip(addresses, (user, address) => new Recipient(user, address))
            .ToDictionary(one => one.User);
        return
        [
            .. population.Users.Select(user => new PeerConfig
            {
                File = user.Text,
                User = user,
                Listen = recipients[user].Address,
                Conversations =
                [
                    .. population
                        .GroupsOf(user)
                        .Select(group => new PeerConversationConfig
                        {
                            Group = group.Name,
                            Recipients =
                            [
                                .. group
                                    .Members.Where(member => !member.Equals(user))
                                    .Select(member => recipients[member]),
                            ],
                            Bootstrap = bootstrap,
                            Retry = UserConfigs.Retry,
                            Model = Behaviour.For(group),
                            Position = new ConfigPosition(user.Text, 1, 1),
                        }),
                ],
            }),
        ];
    }
}
