using System.Globalization;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Peers;
using MGen.Wire;

namespace MGen.Tor.Tests.Runs;

/// <summary>
/// Configuration files as a user writes them. By default a client's user talks in two groups; each message in one of
/// them has an attachment.
/// </summary>
internal static class UserFiles
{
    /// <summary>The group of short messages.</summary>
    public const string Tea = "tea";

    /// <summary>The group in which each message is 15 blocks, so that it has an attachment.</summary>
    public const string Garden = "garden";

    /// <summary>A group without messages.</summary>
    public const string Silence = "silence";

    /// <summary>The file of a user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="proxy">The keys of their proxy; empty: none.</param>
    /// <param name="messages">The message server.</param>
    /// <param name="web">The server of attachments.</param>
    /// <param name="groups">Their groups; none: both.</param>
    public static string Client(
        string user,
        string proxy,
        HostPort messages,
        HostPort web,
        params IReadOnlyList<string> groups
    ) =>
        $"""
            user: {user}
            {proxy}
            message_server: {messages}
            web_server: {web}
            bootstrap: 600
            retry: 0.5
            conversations:
            {string.Join('\n', (groups.Count == 0 ? [Tea, Garden] : groups).Select(group => Conversation(group)))}

            """;

    /// <summary>The file of a peer, who listens on loopback.</summary>
    public static string Peer(
        string user,
        string proxy,
        int port,
        params IReadOnlyList<(string Group, string Recipients)> groups
    ) =>
        $"""
            user: {user}
            {proxy}
            listen: 127.0.0.1:{port}
            bootstrap: 600
            retry: 0.5
            conversations:
            {string.Join(
                '\n',
                groups.Select(group => Conversation(group.Group, $"\n    recipients: [{group.Recipients}]"))
            )}

            """;

    /// <summary>The keys of a proxy.</summary>
    public static string Behind(HostPort socks, string isolation = "conversation") =>
        $"socks: {socks}\nsocks_isolation: {isolation}";

    /// <summary>Reads files as <c>mgen-client</c> does.</summary>
    public static IReadOnlyList<UserConfig> Load(params IReadOnlyList<string> files) =>
        InDirectory(
            files,
            directory =>
            {
                LoadResult loaded = ConfigLoader.Load(["*.yaml"], directory);
                Assert.Empty(loaded.Errors);
                return loaded.Users;
            }
        );

    /// <summary>Reads files as <c>mgen-peer</c> does.</summary>
    public static IReadOnlyList<PeerConfig> LoadPeers(string hosts, params IReadOnlyList<string> files) =>
        InDirectory(
            files,
            directory =>
            {
                File.WriteAllText(Path.Combine(directory, "hosts"), hosts);
                PeerLoadResult loaded = ConfigLoader.LoadPeers("hosts", ["*.yaml"], directory);
                Assert.Empty(loaded.Errors);
                return loaded.Users;
            }
        );

    private static T InDirectory<T>(IReadOnlyList<string> files, Func<string, T> load)
    {
        string directory = Directory.CreateTempSubdirectory("mgen-tor-users-").FullName;
        try
        {
            for (int i = 0; i < files.Count; i++)
                File.WriteAllText(
                    Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{i}.yaml")),
                    files[i]
                );
            return load(directory);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>A message each 0.2 to 0.4 s, independent of received messages; or no message.</summary>
    private static string Conversation(string group, string more = "") =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$$"""
              - group: {{{group}}}{{{more}}}
                distributions:
                  s: 0
                  r: 0
                  m: {distribution: Binomial, n: {{{(group == Garden ? 15 : 1)}}}, p: 1}
                  i: {distribution: Uniform, low: {{{(group == Silence ? 1e6 : 0.2)}}}, high: {{{(
                group == Silence ? 1e7 : 0.4
            )}}}}
                  w: {distribution: Exp, lambda: 1}
                  a_s: {distribution: Exp, lambda: 1}
                  a_r: {distribution: Exp, lambda: 1}
            """
        );
}
