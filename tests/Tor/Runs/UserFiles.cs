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

    /// <summary>The file of a user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="socks">Their tor.</param>
    /// <param name="isolation">What it is told.</param>
    /// <param name="messages">The message server.</param>
    /// <param name="web">The server of attachments.</param>
    public static string Client(string user, HostPort socks, string isolation, HostPort messages, HostPort web) =>
        $"""
        user: {user}
        socks: {socks}
        socks_isolation: {isolation}
        message_server: {messages}
        web_server: {web}
        bootstrap: 600
        retry: 0.5
        distributions: {Distributions(blocks: 1)}
        conversations:
          - group: {Tea}
          - group: {Garden}
            distributions: {Distributions(blocks: 15)}

        """;

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

    /// <summary>A message each 0.2 to 0.4 s, whatever others say.</summary>
    private static string Distributions(int blocks) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""
        {s: 0, r: 0, m: {distribution: Binomial, n: {{{blocks}}}, p: 1}, i: {distribution: Uniform, low: 0.2, high: 0.4},
                w: {distribution: Exp, lambda: 1}, a_s: {distribution: Exp, lambda: 1}, a_r: {distribution: Exp, lambda: 1}}
        """);
}
