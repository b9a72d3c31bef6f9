namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>The files that came with a chat's text, by name. Marks and the way in which accents are composed do not matter.</summary>
internal sealed class ExportFiles
{
    private readonly Dictionary<string, long> _bytes = new(StringComparer.Ordinal);

    /// <param name="sizes">Bytes of each file.</param>
    public ExportFiles(IEnumerable<KeyValuePair<string, long>> sizes)
    {
        foreach ((string name, long bytes) in sizes)
            _bytes[Key(name)] = bytes;
    }

    /// <summary>Whether there is a file of this name.</summary>
    public bool Contains(string name) => _bytes.ContainsKey(Key(name));

    /// <summary>Its bytes; 0 if there is none of this name.</summary>
    public long BytesOf(string name) => _bytes.GetValueOrDefault(Key(name));

    private static string Key(string name) => Composition.Compose(AppText.Plain(name));
}
