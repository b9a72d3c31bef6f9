using MGen.Model.Configuration.Errors;
using MGen.Model.Configuration.Files;

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

    /// <summary>The value of a key; reports an error and returns <c>null</c> if it is missing or null.</summary>
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
            ? "merge keys are not supported; a block is inherited or overridden as a whole"
            : DidYouMean.Hint(unknown, _known);
}

/// <summary>
/// A value of a file, read as an expected type. A result of <c>null</c> means that an error has been reported, except
/// for <see cref="Items"/>.
/// </summary>
internal sealed class Field(YamlValue value, KeyPath path, FileErrors errors)
{
    public YamlValue Value => value;

    public KeyPath Path => path;

    public FileErrors Errors => errors;

    /// <summary>The value as text: any scalar, quoted or not.</summary>
    /// <param name="allowed">What the text must be, for the error.</param>
    public string? Text(string allowed)
    {
        if (value is YamlScalar { IsNull: false } scalar)
            return scalar.Text;
        Reject($"must be a text, not {value.Kind}", allowed);
        return null;
    }

    /// <summary>The value as a finite number; it must be unquoted.</summary>
    public double? Number(
        double low = double.MinValue,
        double high = double.MaxValue,
        string allowed = "a finite number"
    )
    {
        if (Plain("a number", allowed) is not { } text)
            return null;
        if (!PlainNumber.TryParseReal(text, out double number))
            Reject("must be a number", allowed);
        else if (!double.IsFinite(number))
            Reject("must be finite", allowed);
        else if (number < low || number > high)
            Reject("is out of bounds", allowed);
        else
            return number;
        return null;
    }

    /// <summary>The value as a whole number; it must be unquoted.</summary>
    public ulong? Whole()
    {
        const string Allowed = "a whole number from 0 to 18446744073709551615";
        if (Plain("a number", Allowed) is not { } text)
            return null;
        if (PlainNumber.TryParseWhole(text, out ulong number))
            return number;
        Reject("must be a whole number", Allowed);
        return null;
    }

    /// <summary>The value as one of the given words.</summary>
    public T? Choice<T>(params IReadOnlyList<(string Word, T Value)> choices)
        where T : struct
    {
        IEnumerable<string> words = choices.Select(choice => choice.Word);
        string allowed = string.Join(", ", words);
        if (Text(allowed) is not { } text)
            return null;
        foreach ((string word, T meaning) in choices)
        {
            if (word == text)
                return meaning;
        }
        Reject("is not one of the choices", allowed, DidYouMean.Hint(text, words));
        return null;
    }

    /// <summary>The value as a mapping.</summary>
    /// <param name="allowed">What the mapping must hold, for the error.</param>
    public Section? Section(string allowed)
    {
        if (value is YamlMapping mapping)
            return new Section(mapping, path, errors);
        Reject($"must be a mapping, not {value.Kind}", allowed);
        return null;
    }

    /// <summary>
    /// The items of a list; <c>null</c> if the value is not a list, which is not reported as an error.
    /// </summary>
    public IReadOnlyList<Field>? Items() =>
        value is YamlSequence list
            ? [.. list.Items.Select((item, index) => new Field(item, path.Item(index), errors))]
            : null;

    /// <summary>Reports that the value is not accepted.</summary>
    public void Reject(string message, string? allowed = null, string? hint = null) =>
        errors.Add(value.At, path, message, (value as YamlScalar)?.Text, allowed, hint);

    private string? Plain(string what, string allowed)
    {
        if (value is YamlScalar { IsPlain: true, IsNull: false } scalar)
            return scalar.Text;
        Reject(
            $"must be {what}, not {value.Kind}",
            allowed,
            value is YamlScalar { IsPlain: false } ? "remove the quotes" : null
        );
        return null;
    }
}
