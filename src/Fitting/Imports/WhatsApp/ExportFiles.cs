namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>
/// The sizes of the files in an export, by name. Marks and the Unicode composition of accents do not matter.
/// </summary>
internal sealed class ExportFiles
{
    private readonly Dictionary<string, long> _bytes = new(StringComparer.Ordinal);

    /// <param name="sizes">Size of each file in bytes.</param>
    public ExportFiles(IEnumerable<KeyValuePair<string, long>> sizes)
    {
        foreach ((string name, long bytes) in sizes)
            _bytes[Key(name)] = bytes;
    }

    /// <summary>Whether the export contains a file of this name.</summary>
    public bool Contains(string name) => _bytes.ContainsKey(Key(name));

    /// <summary>Size of a file in bytes; 0 if the export does not contain it.</summary>
    public long BytesOf(string name) => _bytes.GetValueOrDefault(Key(name));

    private static string Key(string name) => Composition.Compose(AppText.Plain(name));
}
