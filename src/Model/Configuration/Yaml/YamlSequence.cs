using MGen.Model.Configuration.Errors;

namespace MGen.Model.Configuration.Yaml;

/// <summary>A list.</summary>
internal sealed record YamlSequence(TextPosition At, long Nodes, IReadOnlyList<YamlValue> Items) : YamlValue(At, Nodes)
{
    /// <inheritdoc/>
    public override string Kind => "a list";
}
