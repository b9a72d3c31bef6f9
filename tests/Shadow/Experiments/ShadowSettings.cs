using YamlDotNet.RepresentationModel;

namespace MGen.Shadow.Tests.Experiments;

/// <summary>
/// What a <c>shadow.yaml</c> sets so that .NET programs run: settings of the simulation except its length, and the
/// different environments of the processes that are not tor.
/// </summary>
internal sealed record ShadowSettings(string General, string Experimental, IReadOnlyList<string> Environments)
{
    public static ShadowSettings Read(string text)
    {
        YamlStream stream = new();
        stream.Load(new StringReader(text));
        YamlMappingNode root = (YamlMappingNode)stream.Documents[0].RootNode;
        IEnumerable<YamlMappingNode> processes =
            from host in (YamlMappingNode)root["hosts"]
            from process in (YamlSequenceNode)host.Value["processes"]
            select (YamlMappingNode)process;
        YamlMappingNode[] ours = [.. processes.Where(process => process["path"].ToString() != "tor")];
        return new ShadowSettings(
            Pairs(((YamlMappingNode)root["general"]).Where(setting => setting.Key.ToString() != "stop_time")),
            Pairs((YamlMappingNode)root["experimental"]),
            [.. ours.Select(process => Pairs((YamlMappingNode)process["environment"])).Distinct()]
        );
    }

    private static string Pairs(IEnumerable<KeyValuePair<YamlNode, YamlNode>> settings) =>
        string.Join("\n", settings.Select(setting => $"{setting.Key}={setting.Value}").Order(StringComparer.Ordinal));
}
