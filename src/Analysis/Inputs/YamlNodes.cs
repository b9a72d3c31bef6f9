using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MGen.Analysis.Inputs;

/// <summary>Takes single values out of YAML that is checked elsewhere.</summary>
internal static class YamlNodes
{
    /// <summary>A file's document; <c>null</c> if it cannot be read, which is a warning.</summary>
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

    /// <summary>The value of a key; <c>null</c> if there is none, or the node is no mapping.</summary>
    public static YamlNode? Child(this YamlNode? node, string key) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? value : null;

    /// <summary>A scalar's text; <c>null</c> of anything else.</summary>
    public static string? Text(this YamlNode? node) => (node as YamlScalarNode)?.Value;

    /// <summary>The items of a key's list; none if it is no list.</summary>
    public static IEnumerable<YamlNode> Items(this YamlNode? node, string key) => node.Child(key) as YamlSequenceNode ?? Enumerable.Empty<YamlNode>();
}
