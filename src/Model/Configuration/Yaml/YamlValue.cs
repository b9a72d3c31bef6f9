using MGen.Model.Configuration.Errors;

namespace MGen.Model.Configuration.Yaml;

/// <summary>A value of a YAML file with its place. An alias is the very object that its anchor is, so the place is the anchor's.</summary>
/// <param name="At">Where the value begins.</param>
/// <param name="Nodes">The number of values in it, itself included, aliases counted at the full size of what they stand for.</param>
internal abstract record YamlValue(TextPosition At, long Nodes)
{
    /// <summary>What this is, for a message, as in <c>a list</c>.</summary>
    public abstract string Kind { get; }
}
