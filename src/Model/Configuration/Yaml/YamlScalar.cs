using MGen.Model.Configuration.Errors;

namespace MGen.Model.Configuration.Yaml;

/// <summary>A scalar.</summary>
/// <param name="At">The position of its first character.</param>
/// <param name="Text">Its text, with quotes and escapes resolved.</param>
/// <param name="IsPlain">Whether it is unquoted, so that it may be a number or null.</param>
internal sealed record YamlScalar(TextPosition At, string Text, bool IsPlain) : YamlValue(At, 1)
{
    /// <summary>Whether this is YAML's null: empty, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <inheritdoc/>
    public override string Kind => IsNull ? "nothing" : IsPlain ? "a plain value" : "a quoted text";
}
