using MGen.Model.Configuration.Errors;
using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Yaml;

namespace MGen.Model.Configuration.Models;

/// <summary>
/// Reads distributions of one kind: a mapping with the distribution's name and its parameters. A mapping with several
/// aliases is read once, and its errors are reported once.
/// </summary>
/// <param name="kind">The kind, as in <c>size</c>.</param>
/// <param name="readers">
/// By name of the distribution: reads the parameters, or reports the errors and returns <c>null</c>.
/// </param>
/// <param name="otherKind">The message for a distribution of the other kind.</param>
/// <param name="otherNames">The names of the other kind.</param>
internal sealed class DistributionReader<T>(
    string kind,
    IReadOnlyDictionary<string, Func<Section, T?>> readers,
    string otherKind,
    IReadOnlyCollection<string> otherNames
)
    where T : class
{
    private const string Key = "distribution";

    private readonly Dictionary<YamlValue, T?> _read = new(ReferenceEqualityComparer.Instance);
    private readonly string _names = string.Join(", ", readers.Keys);

    /// <summary>Reads the distribution in a field; <c>null</c> if there is no field or an error.</summary>
    public T? Read(Field? field)
    {
        if (field is null)
            return null;
        if (!_read.TryGetValue(field.Value, out T? distribution))
            _read.Add(field.Value, distribution = ReadFirst(field));
        return distribution;
    }

    private T? ReadFirst(Field field)
    {
        if (field.Section($"a {kind} distribution: a mapping with '{Key}' and its parameters") is not { } section)
            return null;
        if (section.Required(Key, _names) is not { } name || name.Text(_names) is not { } text)
            return null;
        if (!readers.TryGetValue(text, out Func<Section, T?>? read))
        {
            RejectName(name, text);
            return null;
        }
        T? distribution = read(section);
        section.RejectUnknownKeys();
        return distribution;
    }

    private void RejectName(Field name, string text)
    {
        if (otherNames.Contains(text))
            name.Reject($"this must be a {kind} distribution, {otherKind}", _names);
        else
            name.Reject("unknown distribution", _names, DidYouMean.Hint(text, readers.Keys));
    }
}
