using System.Globalization;
using System.Text;

namespace MGen.Report.Markup;

/// <summary>
/// Writes elements of HTML and SVG. Text and the values of attributes pass through <see cref="Visible"/> and are
/// escaped here, so that the name of a user cannot inject markup; only <see cref="Raw"/> writes text unchanged.
/// </summary>
internal sealed class MarkupWriter
{
    private readonly StringBuilder _text = new();
    private readonly Stack<string> _open = new();

    /// <summary>Opens an element; an attribute whose value is <c>null</c> is left out.</summary>
    public MarkupWriter Open(string element, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(element, attributes);
        _text.Append('>');
        _open.Push(element);
        return this;
    }

    /// <summary>Closes the innermost open element.</summary>
    public MarkupWriter Close()
    {
        _text.Append("</").Append(_open.Pop()).Append('>');
        return this;
    }

    /// <summary>Writes an element without content.</summary>
    public MarkupWriter Empty(string element, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(element, attributes);
        _text.Append("/>");
        return this;
    }

    /// <summary>Writes an element with text.</summary>
    public MarkupWriter Element(
        string element,
        string content,
        params ReadOnlySpan<(string Name, string? Value)> attributes
    ) => Open(element, attributes).Text(content).Close();

    /// <summary>Writes text, escaped.</summary>
    public MarkupWriter Text(string content)
    {
        Escape(Visible.Escape(content));
        return this;
    }

    /// <summary>Writes markup of another writer, or a constant of this program, unescaped.</summary>
    public MarkupWriter Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <summary>Returns the markup.</summary>
    /// <exception cref="InvalidOperationException">An element is still open.</exception>
    public override string ToString() =>
        _open.TryPeek(out string? open)
            ? throw new InvalidOperationException($"<{open}> is still open")
            : _text.ToString();

    /// <summary>Formats a coordinate with at most two decimals.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private void Tag(string element, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _text.Append('<').Append(element);
        foreach ((string name, string? value) in attributes)
        {
            if (value is null)
                continue;
            _text.Append(' ').Append(name).Append("=\"");
            Escape(Visible.Escape(value));
            _text.Append('"');
        }
    }

    private void Escape(string content)
    {
        foreach (char c in content)
        {
            _ = c switch
            {
                '&' => _text.Append("&amp;"),
                '<' => _text.Append("&lt;"),
                '>' => _text.Append("&gt;"),
                '"' => _text.Append("&quot;"),
                '\'' => _text.Append("&#39;"),
                _ => _text.Append(c),
            };
        }
    }
}
