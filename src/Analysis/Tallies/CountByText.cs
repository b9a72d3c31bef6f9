namespace MGen.Analysis.Tallies;

/// <summary>Counts texts taken from logs, of which a bounded number is distinguished.</summary>
internal sealed class CountByText(int maxTexts)
{
    /// <summary>The name under which all further texts are counted.</summary>
    public const string Other = "other";

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    public void Add(string text, long count = 1)
    {
        string key = _counts.ContainsKey(text) || _counts.Count < maxTexts ? text : Other;
        _counts[key] = _counts.GetValueOrDefault(key) + count;
    }

    public void Add(CountByText other)
    {
        foreach ((string text, long count) in other._counts.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            Add(text, count);
    }

    /// <summary>The most frequent first, equally frequent ones by their text; the rest as one.</summary>
    public IReadOnlyDictionary<string, long> ToDictionary(int max)
    {
        (string Text, long Count)[] sorted =
        [
            .. _counts
                .Select(entry => (entry.Key, entry.Value))
                .OrderByDescending(entry => entry.Value)
                .ThenBy(entry => entry.Key, StringComparer.Ordinal),
        ];
        OrderedDictionary<string, long> result = new(StringComparer.Ordinal);
        foreach ((string text, long count) in sorted)
        {
            string key = result.Count < max || result.ContainsKey(text) ? text : Other;
            result[key] = (result.TryGetValue(key, out long before) ? before : 0) + count;
        }
        return result;
    }
}
