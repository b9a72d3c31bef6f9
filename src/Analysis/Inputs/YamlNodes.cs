using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MGen.Analysis.Inputs;

/// <summary>Extracts single values from YAML that is validated elsewhere.</summary>
internal static class YamlNodes
{
    /// <summary>Loads a document; <c>null</c> with a warning if it is not readable.</summary>
    public static YamlNode? Load(string path, List<string> warnings)
    {
        try
        {
            using StreamReader text = new(path);
            YamlStream stream = [];
            stream.Load(text);
            return stream.Documents.Count > 0 ? stream.Documents[0].RootNode : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or YamlException)
        {
            warnings.Add($"{path}: not used: {error.Message}");
            return null;
        }
    }

    /// <summary>The value of a key; <c>null</c> if there is none, or the node is not a mapping.</summary>
    public static YamlNode? Child(this YamlNode? node, string key) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value)
            ? value
            : null;

    /// <summary>The text of a scalar; <c>null</c> for other nodes.</summary>
    public static string? Text(this YamlNode? node) => (node as YamlScalarNode)?.Value;

    /// <summary>The items of a key's list; empty if it is not a list.</summary>
    public static IEnumerable<YamlNode> Items(this YamlNode? node, string key) =>
        node.Child(key) as YamlSequenceNode ?? Enumerable.Empty<YamlNode>();
}
