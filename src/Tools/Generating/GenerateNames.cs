using MGen.Population;
using MGen.Population.Experiments;

namespace MGen.Tools.Generating;

/// <summary>The words of the command line. The first of each is the default.</summary>
internal static class GenerateNames
{
    public static IReadOnlyDictionary<string, ExperimentLayout> Layouts { get; } =
        new OrderedDictionary<string, ExperimentLayout>
        {
            ["client"] = ExperimentLayout.Client,
            ["peer"] = ExperimentLayout.Peer,
            ["shadow-client"] = ExperimentLayout.ShadowClient,
            ["shadow-peer"] = ExperimentLayout.ShadowPeer,
        };

    public static IReadOnlyDictionary<string, GroupSizeView> SizeViews { get; } =
        new OrderedDictionary<string, GroupSizeView>
        {
            ["memberships"] = GroupSizeView.Memberships,
            ["groups"] = GroupSizeView.Groups,
        };

    public static IReadOnlyDictionary<string, InitialWaitRule> WaitRules { get; } =
        new OrderedDictionary<string, InitialWaitRule>
        {
            ["stationary"] = InitialWaitRule.Stationary,
            ["residual"] = InitialWaitRule.Residual,
            ["original"] = InitialWaitRule.Original,
            ["none"] = InitialWaitRule.None,
        };

    /// <summary>What a word means; the default if none is given.</summary>
    public static T Meaning<T>(IReadOnlyDictionary<string, T> names, string? word)
        where T : struct, Enum => word is null ? names.First().Value : names[word];

    public static string NameOf<T>(IReadOnlyDictionary<string, T> names, T value)
        where T : struct, Enum => names.First(entry => entry.Value.Equals(value)).Key;
}
