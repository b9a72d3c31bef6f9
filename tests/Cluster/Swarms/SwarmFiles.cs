using System.Globalization;
using System.Net;

namespace MGen.Cluster.Tests.Swarms;

/// <summary>
/// Configuration files of users who send small messages all the time, in groups of four. Half of them connect to each
/// gateway first.
/// </summary>
internal sealed class SwarmFiles : IDisposable
{
    public const int Users = 12;
    public const int Groups = 6;
    public const int Conversations = Groups * 4;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mgen-swarm-");

    public SwarmFiles(IReadOnlyList<IPEndPoint> gateways)
    {
        for (int user = 0; user < Users; user++)
            File.WriteAllText(
                Path.Combine(Folder, $"{NameOf(user)}.yaml"),
                Config(user, [.. gateways.Skip(user % gateways.Count), .. gateways.Take(user % gateways.Count)])
            );
    }

    public string Folder => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>A user is in two groups, with other members in each.</summary>
    private static string Config(int user, IReadOnlyList<IPEndPoint> gateways) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            user: {{NameOf(user)}}
            message_server: [{{string.Join(", ", gateways)}}]
            web_server: {{gateways[0]}}
            bootstrap: 3
            retry: 0.5
            distributions:
              s: 0.5
              r: 0.1
              m: {distribution: Poisson, lambda: 1}
              i: {distribution: Exp, lambda: 1}
              w: {distribution: Uniform, low: 1, high: 2}
              a_s: {distribution: Uniform, low: 0.5, high: 2}
              a_r: {distribution: Uniform, low: 0.5, high: 2}
            conversations:
              - group: g{{user % 3}}
              - group: g{{3 + (user / 4)}}
            """
        );

    private static string NameOf(int user) => string.Create(CultureInfo.InvariantCulture, $"u{user}");
}
