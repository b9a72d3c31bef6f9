using System.Globalization;

namespace MGen.Model.Configuration.Errors;

/// <summary>
/// The errors and warnings of one configuration file and of the weights files that it names. Keeps at most
/// <see cref="ConfigLimits.MaxErrorsPerFile"/> of each.
/// </summary>
internal sealed class FileErrors(string file)
{
    private readonly List<ConfigError> _errors = [];
    private readonly List<ConfigError> _notes = [];
    private bool _overflowed;

    /// <summary>The file as it was named.</summary>
    public string File => file;

    public bool IsEmpty => _errors.Count == 0;

    /// <summary>Whether an error was discarded, as all further ones will be.</summary>
    public bool IsFull => _overflowed;

    public void Add(
        TextPosition at,
        KeyPath path,
        string message,
        string? value = null,
        string? allowed = null,
        string? hint = null
    ) =>
        Add(
            new ConfigError(
                file,
                at.Line,
                at.Column,
                path.ToString(),
                message,
                value is null ? null : PrintableText.Escape(value),
                allowed,
                hint
            )
        );

    /// <summary>Warnings: settings that are accepted but doubtful.</summary>
    public IReadOnlyList<ConfigError> Notes => _notes;

    /// <summary>Adds a warning about a setting that is accepted but doubtful.</summary>
    public void AddNote(TextPosition at, KeyPath path, string message, string? value = null)
    {
        if (_notes.Count < ConfigLimits.MaxErrorsPerFile)
            _notes.Add(
                new ConfigError(
                    file,
                    at.Line,
                    at.Column,
                    path.ToString(),
                    message,
                    value is null ? null : PrintableText.Escape(value),
                    null,
                    null
                )
            );
    }

    public void Add(ConfigError error)
    {
        if (_errors.Count < ConfigLimits.MaxErrorsPerFile)
            _errors.Add(error);
        else
            _overflowed = true;
    }

    /// <summary>All errors by line; those inside weights files last.</summary>
    public IEnumerable<ConfigError> InOrder()
    {
        IEnumerable<ConfigError> ordered = _errors
            .OrderBy(error => error.File != file)
            .ThenBy(error => error.Line)
            .ThenBy(error => error.Column);
        return _overflowed ? ordered.Append(Overflow()) : ordered;
    }

    private ConfigError Overflow() =>
        new(
            file,
            0,
            0,
            "",
            $"has more errors; only {ConfigLimits.MaxErrorsPerFile} are reported for one file",
            null,
            null,
            null
        );
}

/// <summary>A position in a text: line and column in UTF-16 code units, both from 1.</summary>
internal readonly record struct TextPosition(int Line, int Column)
{
    /// <summary>No position: the error concerns the file as a whole.</summary>
    public static TextPosition None => default;
}

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
