using MGen.Model.Configuration.Errors;

namespace MGen.Model.Configuration.Yaml;

/// <summary>One key of a mapping with its value.</summary>
/// <param name="Key">The key's text.</param>
/// <param name="KeyAt">The position of the key.</param>
/// <param name="Value">The value.</param>
internal sealed record YamlEntry(string Key, TextPosition KeyAt, YamlValue Value);
