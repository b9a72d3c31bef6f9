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

/// <summary>A scalar.</summary>
/// <param name="At">The position of its first character.</param>
/// <param name="Text">Its text, with quotes and escapes resolved.</param>
/// <param name="IsPlain">Whether it is unquoted, so that it may be a number or null.</param>
internal sealed record YamlScalar(TextPosition At, string Text, bool IsPlain) : YamlValue(At, 1)
{
    /// <summary>Whether this is YAML's null: empty, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <inheritdoc/>
    public override string Kind =>
        IsNull ? "nothing"
        : IsPlain ? "a plain value"
        : "a quoted text";
}

/// <summary>A list.</summary>
internal sealed record YamlSequence(TextPosition At, long Nodes, IReadOnlyList<YamlValue> Items) : YamlValue(At, Nodes)
{
    /// <inheritdoc/>
    public override string Kind => "a list";
}

/// <summary>Keys with their values, in the order of the file; no key twice.</summary>
internal sealed record YamlMapping(TextPosition At, long Nodes, IReadOnlyList<YamlEntry> Entries) : YamlValue(At, Nodes)
{
    /// <inheritdoc/>
    public override string Kind => "a mapping";
}

/// <summary>One key of a mapping with its value.</summary>
/// <param name="Key">The key's text.</param>
/// <param name="KeyAt">The position of the key.</param>
/// <param name="Value">The value.</param>
internal sealed record YamlEntry(string Key, TextPosition KeyAt, YamlValue Value);
