using MGen.Model.Configuration.Errors;

namespace MGen.Model.Configuration.Yaml;

/// <summary>A single value.</summary>
/// <param name="At">Where it begins.</param>
/// <param name="Text">Its text, quotes and escapes resolved.</param>
/// <param name="IsPlain">Whether it was written without quotes, so that it may be a number or nothing.</param>
internal sealed record YamlScalar(TextPosition At, string Text, bool IsPlain) : YamlValue(At, 1)
{
    /// <summary>Whether this is YAML's null: nothing at all, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <inheritdoc/>
    public override string Kind => IsNull ? "nothing" : IsPlain ? "a plain value" : "a quoted text";
}
