using MGen.Model.Configuration;
using MGen.Wire;

namespace MGen.Demo.People;

/// <summary>Converts a population to the configuration of a swarm of clients.</summary>
internal static class UserConfigs
{
    /// <summary>Base of the wait before a failed connection is tried again.</summary>
    public static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>Creates one configuration per user.</summary>
    /// <param name="population">The users and their groups.</param>
    /// <param name="messages">
    /// The message servers: each user tries them in turn, beginning with a different one.
    /// </param>
    /// <param name="web">The web server.</param>
    /// <param name="bootstrap">The longest wait of a conversation before it wakes up.</param>
    public static IReadOnlyList<UserConfig> Create(
        Population population,
        IReadOnlyList<HostPort> messages,
        HostPort web,
        TimeSpan bootstrap
    )
    {
        return
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
    }
}
