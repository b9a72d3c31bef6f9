using MGen.Model.Configuration;
using MGen.Wire;

namespace MGen.Demo.People;

/// <summary>Turns a population into what a swarm runs, as configuration files would.</summary>
internal static class UserConfigs
{
    /// <summary>Base of the wait before a failed connection is tried again.</summary>
    public static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>One configuration for each user.</summary>
    /// <param name="population">Who talks with whom.</param>
    /// <param name="messages">The message server, or several: each user tries them in turn, and begins at another.</param>
    /// <param name="web">The web server.</param>
    /// <param name="bootstrap">How long each conversation waits at most before it wakes up.</param>
    public static IReadOnlyList<UserConfig> Of(Population population, IReadOnlyList<HostPort> messages, HostPort web, TimeSpan bootstrap)
    {
        return [.. population.Users.Select((user, number) => new UserConfig
        {
            File = user.Text,
            User = user,
            Conversations = [.. population.GroupsOf(user).Select(group => new ConversationConfig
            {
                Group = group.Name,
                MessageServers = [.. messages.Skip(number % messages.Count), .. messages.Take(number % messages.Count)],
                WebServer = web,
                Bootstrap = bootstrap,
                Retry = Retry,
                Model = Behaviour.Of(group),
                Position = new ConfigPosition(user.Text, 1, 1),
            })],
        })];
    }
}
