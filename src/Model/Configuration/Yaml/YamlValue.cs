using MGen.Model.Configuration.Errors;

namespace MGen.Model.Configuration.Yaml;

/// <summary>
/// A value of a YAML file with its position. An alias and its anchor are one object, so its position is the anchor's.
/// </summary>
/// <param name="At">The position of the value's first character.</param>
/// <param name="Nodes">
/// The number of values inside, this one included; aliases count with the full size of their targets.
/// </param>
internal abstract record YamlValue(TextPosition At, long Nodes)
{
    /// <summary>The kind of value, for messages, as in <c>a list</c>.</summary>
    public abstract string Kind { get; }
}
