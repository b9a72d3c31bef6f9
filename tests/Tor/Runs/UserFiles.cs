using System.Globalization;
using MGen.Model.Configuration;
using MGen.Wire;

namespace MGen.Tor.Tests.Runs;

/// <summary>Configuration files as a user writes them. Everybody talks in two groups; what is said in one of them comes with an attachment.</summary>
internal static class UserFiles
{
    /// <summary>The group of short messages.</summary>
    public const string Tea = "tea";

    /// <summary>The group in which each message is 15 blocks, so that it is an attachment.</summary>
    public const string Garden = "garden";

    /// <summary>A group in which nobody says anything.</summary>
    public const string Silence = "silence";

    /// <summary>The file of a user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="proxy">The keys of their proxy; empty: none.</param>
    /// <param name="messages">The message server.</param>
    /// <param name="web">The server of attachments.</param>
    /// <param name="groups">Their groups; none: both.</param>
    public static string Client(string user, string proxy, HostPort messages, HostPort web, params IReadOnlyList<string> groups) =>
        $"""
        user: {user}
        {proxy}
        message_server: {messages}
        web_server: {web}
        bootstrap: 600
        retry: 0.5
        conversations:
        {string.Join('\n', (groups.Count == 0 ? [Tea, Garden] : groups).Select(Conversation))}

        """;

    /// <summary>The keys of a proxy.</summary>
    public static string Behind(HostPort socks, string isolation = "conversation") => $"socks: {socks}\nsocks_isolation: {isolation}";

    /// <summary>Reads files as the program does.</summary>
    public static IReadOnlyList<UserConfig> Load(params IReadOnlyList<string> files)
    {
        string directory = Directory.CreateTempSubdirectory("mgen-tor-users-").FullName;
        try
        {
            for (int i = 0; i < files.Count; i++)
                File.WriteAllText(Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{i}.yaml")), files[i]);
            LoadResult loaded = ConfigLoader.Load(["*.yaml"], directory);
            Assert.Empty(loaded.Errors);
            return loaded.Users;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>A message each 0.2 to 0.4 s, whatever others say; or none at all.</summary>
    private static string Conversation(string group) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""
          - group: {{{group}}}
            distributions:
              s: 0
              r: 0
              m: {distribution: Binomial, n: {{{(group == Garden ? 15 : 1)}}}, p: 1}
              i: {distribution: Uniform, low: {{{(group == Silence ? 1e6 : 0.2)}}}, high: {{{(group == Silence ? 1e7 : 0.4)}}}}
              w: {distribution: Exp, lambda: 1}
              a_s: {distribution: Exp, lambda: 1}
              a_r: {distribution: Exp, lambda: 1}
        """);
}
