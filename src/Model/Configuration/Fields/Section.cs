using MGen.Model.Configuration.Errors;
using MGen.Model.Configuration.Yaml;

namespace MGen.Model.Configuration.Fields;

/// <summary>
/// A mapping whose keys are read one by one. Each key that was read is known; <see cref="RejectUnknownKeys"/> reports
/// all others, so call it last.
/// </summary>
internal sealed class Section(YamlMapping mapping, KeyPath path, FileErrors errors)
{
    private readonly List<string> _known = [];

    public TextPosition At => mapping.At;

    public KeyPath Path => path;

    public FileErrors Errors => errors;

    /// <summary>
    /// The value of a key; <c>null</c> if the key is missing, null or an empty string, as in <c>socks: ""</c>.
    /// </summary>
    public Field? Optional(string key) => Find(key) is { Value: not YamlScalar { Text: "" } } field ? field : null;

    /// <summary>The value of a key; reports an error and returns <c>null</c> if it is missing.</summary>
    /// <param name="key">The key.</param>
    /// <param name="allowed">The accepted value, for the error.</param>
    public Field? Required(string key, string allowed)
    {
        Field? field = Find(key);
        if (field is null)
            errors.Add(PositionOf(key), path.Key(key), "is missing", allowed: allowed);
        return field;
    }

    /// <summary>The position of a key; if it is missing, of the mapping.</summary>
    public TextPosition PositionOf(string key) =>
        mapping.Entries.FirstOrDefault(entry => entry.Key == key)?.KeyAt ?? mapping.At;

    /// <summary>Reports every key that has not been read.</summary>
    public void RejectUnknownKeys()
    {
        foreach (YamlEntry entry in mapping.Entries)
        {
            if (errors.IsFull)
                return;
            if (!_known.Contains(entry.Key, StringComparer.Ordinal))
                errors.Add(
                    entry.KeyAt,
                    path.Key(entry.Key),
                    "unknown key",
                    allowed: string.Join(", ", _known),
                    hint: HintFor(entry.Key)
                );
        }
    }

    private Field? Find(string key)
    {
        if (!_known.Contains(key, StringComparer.Ordinal))
            _known.Add(key);
        YamlEntry? entry = mapping.Entries.FirstOrDefault(entry => entry.Key == key);
        return entry is null or { Value: YamlScalar { IsNull: true } }
            ? null
            : new Field(entry.Value, path.Key(key), errors);
    }

    private string? HintFor(string unknown) =>
        unknown == "<<"
            ? "merge keys are not supported; a block is taken over or replaced as a whole"
            : DidYouMean.Hint(unknown, _known);
}
