using MGen.Model.Configuration.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MGen.Model.Configuration.Files;

/// <summary>
/// Parses YAML: one document, bounded in depth and size, aliases resolved without copying. Stricter than YAML: no tags,
/// no collections as keys, no duplicate keys, no merge keys.
/// </summary>
internal sealed class YamlReader
{
    private const int MaxReasonChars = 200;

    private readonly Scanner _scanner;
    private readonly Parser _parser;
    private readonly FileErrors _errors;
    private readonly Dictionary<string, YamlValue> _anchors = new(StringComparer.Ordinal);
    private readonly TextPosition _end;
    private int _depth;

    private YamlReader(string text, FileErrors errors)
    {
        _end = new TextPosition(text.AsSpan().Count('\n') + 1, text.Length - text.LastIndexOf('\n'));
        _scanner = new Scanner(new StringReader(text));
        _parser = new Parser(_scanner);
        _errors = errors;
    }

    /// <summary>
    /// Parses the document in <paramref name="text"/>; <c>null</c> if it is invalid, with the reason in
    /// <paramref name="errors"/>.
    /// </summary>
    public static YamlValue? Read(string text, FileErrors errors)
    {
        YamlReader reader = new(text, errors);
        try
        {
            return reader.ReadOnlyDocument();
        }
        catch (RefusedException refusal)
        {
            errors.Add(reader.Position(refusal.At), refusal.Path, refusal.Message);
        }
        catch (YamlException error)
        {
            Mark at = error.Start.Equals(Mark.Empty) ? reader._scanner.CurrentPosition : error.Start;
            errors.Add(
                reader.Position(at),
                KeyPath.Root,
                $"not valid YAML: {PrintableText.Escape(error.Message, MaxReasonChars)}"
            );
        }
        catch (Exception) // the parser throws other types for some invalid texts, such as an unclosed bracket
        {
            const string Hint = "look for an unclosed bracket or quote before this place";
            errors.Add(
                reader.Position(reader._scanner.CurrentPosition),
                KeyPath.Root,
                "not valid YAML: the parser cannot continue",
                hint: Hint
            );
        }
        return null;
    }

    private YamlValue? ReadOnlyDocument()
    {
        Next(); // the stream's start
        if (Next() is StreamEnd)
        {
            _errors.Add(TextPosition.None, KeyPath.Root, "the file is empty");
            return null;
        }
        YamlValue document = ReadValue(Next(), KeyPath.Root);
        Next(); // the document's end
        if (Next() is DocumentStart second)
            throw new RefusedException(second, KeyPath.Root, "only one document is allowed in a file");
        return document;
    }

    private YamlValue ReadValue(ParsingEvent start, KeyPath path)
    {
        if (start is AnchorAlias alias)
            return Resolve(alias, path);
        NodeEvent node = (NodeEvent)start;
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)
            throw new RefusedException(
                node,
                path,
                $"the tag {PrintableText.Escape(node.Tag.Value)} is not supported; remove it"
            );
        YamlValue value = ReadUntagged(node, path);
        if (value.Nodes > ConfigLimits.MaxNodes)
            throw new RefusedException(node, path, $"more than {ConfigLimits.MaxNodes} values, aliases included");
        if (!node.Anchor.IsEmpty)
            _anchors[node.Anchor.Value] = value;
        return value;
    }

    private YamlValue ReadUntagged(NodeEvent node, KeyPath path)
    {
        if (node is Scalar scalar)
            return new YamlScalar(
                Position(scalar.Start),
                scalar.Value,
                scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty
            );
        if (++_depth > ConfigLimits.MaxDepth)
            throw new RefusedException(node, path, $"nested more than {ConfigLimits.MaxDepth} deep");
        YamlValue value = node is SequenceStart ? ReadSequence(node, path) : ReadMapping(node, path);
        _depth--;
        return value;
    }

    private YamlSequence ReadSequence(NodeEvent start, KeyPath path)
    {
        List<YamlValue> items = [];
        long nodes = 1;
        for (ParsingEvent next = Next(); next is not SequenceEnd; next = Next())
        {
            items.Add(ReadValue(next, path.Item(items.Count)));
            nodes += items[^1].Nodes;
        }
        return new YamlSequence(Position(start.Start), nodes, items);
    }

    private YamlMapping ReadMapping(NodeEvent start, KeyPath path)
    {
        List<YamlEntry> entries = [];
        Dictionary<string, TextPosition> seen = new(StringComparer.Ordinal);
        long nodes = 1;
        for (ParsingEvent next = Next(); next is not MappingEnd; next = Next())
        {
            YamlEntry entry = ReadEntry(next, path);
            nodes += 1 + entry.Value.Nodes;
            if (seen.TryAdd(entry.Key, entry.KeyAt))
                entries.Add(entry);
            else
                _errors.Add(
                    entry.KeyAt,
                    path.Key(entry.Key),
                    "this key appears twice in its mapping",
                    hint: $"it is first at line {seen[entry.Key].Line}"
                );
        }
        return new YamlMapping(Position(start.Start), nodes, entries);
    }

    private YamlEntry ReadEntry(ParsingEvent start, KeyPath path)
    {
        if (ReadValue(start, path) is not YamlScalar key)
            throw new RefusedException(start, path, "a key must be a single word");
        return new YamlEntry(key.Text, Position(start.Start), ReadValue(Next(), path.Key(key.Text)));
    }

    private YamlValue Resolve(AnchorAlias alias, KeyPath path) =>
        _anchors.TryGetValue(alias.Value.Value, out YamlValue? value)
            ? value
            : throw new RefusedException(
                alias,
                path,
                $"there is no anchor &{PrintableText.Escape(alias.Value.Value)} before this alias"
            );

    private ParsingEvent Next() =>
        _parser.MoveNext() ? _parser.Current! : throw new YamlException("unexpected end of the file");

    /// <summary>
    /// Converts a position. The scanner's line count goes beyond the end of the text; such positions become the last
    /// one.
    /// </summary>
    private TextPosition Position(Mark mark) =>
        mark.Line > _end.Line ? _end : new TextPosition((int)mark.Line, (int)mark.Column);

    /// <summary>Valid YAML that is not accepted here.</summary>
    private sealed class RefusedException(ParsingEvent where, KeyPath path, string message) : Exception(message)
    {
        public Mark At => where.Start;

        public KeyPath Path => path;
    }
}

/// <summary>
/// A value of a YAML file with its position. An alias and its anchor are one object, so its position is the anchor's.
/// </summary>
/// <param name="At">The position of the value's first character.</param>
/// <param name="Nodes">
/// The number of values and keys inside, this value included; aliases count with the full size of their targets.
/// </param>
internal abstract record YamlValue(TextPosition At, long Nodes)
{
    /// <summary>The kind of value, for messages, as in <c>a list</c>.</summary>
    public abstract string Kind { get; }
}

/// <summary>A scalar.</summary>
/// <param name="At">The position of its first character.</param>
/// <param name="Text">Its text, with quotes and escapes resolved.</param>
/// <param name="IsPlain">Whether it is unquoted, so that it may be a number or null.</param>
internal sealed record YamlScalar(TextPosition At, string Text, bool IsPlain) : YamlValue(At, 1)
{
    /// <summary>Whether this is YAML's null: empty, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <inheritdoc/>
    public override string Kind =>
        IsNull ? "nothing"
        : IsPlain ? "a plain value"
        : "a quoted text";
}

/// <summary>A list.</summary>
internal sealed record YamlSequence(TextPosition At, long Nodes, IReadOnlyList<YamlValue> Items) : YamlValue(At, Nodes)
{
    /// <inheritdoc/>
    public override string Kind => "a list";
}

/// <summary>Keys with their values, in the order of the file; no key twice.</summary>
internal sealed record YamlMapping(TextPosition At, long Nodes, IReadOnlyList<YamlEntry> Entries) : YamlValue(At, Nodes)
{
    /// <inheritdoc/>
    public override string Kind => "a mapping";
}

/// <summary>One key of a mapping with its value.</summary>
/// <param name="Key">The key's text.</param>
/// <param name="KeyAt">The position of the key.</param>
/// <param name="Value">The value.</param>
internal sealed record YamlEntry(string Key, TextPosition KeyAt, YamlValue Value);
