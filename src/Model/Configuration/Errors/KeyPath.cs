using System.Globalization;

namespace MGen.Model.Configuration.Errors;

/// <summary>The path from a file's top to a value. It is formatted only when an error is reported.</summary>
internal sealed class KeyPath
{
    private readonly KeyPath? _parent;
    private readonly string? _key;
    private readonly int _index;

    private KeyPath(KeyPath? parent, string? key, int index)
    {
        _parent = parent;
        _key = key;
        _index = index;
    }

    /// <summary>The file's top; formatted as the empty string.</summary>
    public static KeyPath Root { get; } = new(null, null, 0);

    public KeyPath Key(string key) => new(this, key, 0);

    public KeyPath Item(int index) => new(this, null, index);

    /// <summary>
    /// Formats the path, as in <c>conversations[2].distributions</c>; keys are escaped and shortened.
    /// </summary>
    public override string ToString()
    {
        if (_parent is null)
            return "";
        if (_key is null)
            return string.Create(CultureInfo.InvariantCulture, $"{_parent}[{_index}]");
        string key = PrintableText.Escape(_key);
        return _parent._parent is null ? key : $"{_parent}.{key}";
    }
}
