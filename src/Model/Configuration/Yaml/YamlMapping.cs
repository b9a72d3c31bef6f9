using MGen.Model.Configuration.Errors;

namespace MGen.Model.Configuration.Yaml;

/// <summary>Keys with their values, in the order of the file; no key twice.</summary>
internal sealed record YamlMapping(TextPosition At, long Nodes, IReadOnlyList<YamlEntry> Entries) : YamlValue(At, Nodes)
{
    /// <inheritdoc/>
    public override string Kind => "a mapping";
}
