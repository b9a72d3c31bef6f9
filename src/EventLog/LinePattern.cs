using System.Text;

namespace MGen.EventLog;

/// <summary>How the lines of one kind are laid out behind the time, compiled from a template such as <c>register,{user},{group}</c>.</summary>
internal sealed class LinePattern
{
    private LinePattern(EventKind kind, LogSource source, string template, LinePart[] parts, byte[][] literals)
    {
        Kind = kind;
        Source = source;
        Template = template;
        Parts = parts;
        Literals = literals;
    }

    public EventKind Kind { get; }

    public LogSource Source { get; }

    public string Template { get; }

    /// <summary>The line's parts in order.</summary>
    public IReadOnlyList<LinePart> Parts { get; }

    /// <summary>At the index of each literal part its bytes; empty for the others.</summary>
    public IReadOnlyList<byte[]> Literals { get; }

    /// <summary>Compiles a template: <c>{name}</c> stands for the <see cref="LinePart"/> of that name, all else for itself.</summary>
    public static LinePattern Compile(EventKind kind, LogSource source, string template)
    {
        List<LinePart> parts = [];
        List<byte[]> literals = [];
        for (int at = 0; at < template.Length;)
        {
            bool isField = template[at] == '{';
            int end = isField ? template.IndexOf('}', at) + 1 : EndOfLiteral(template, at);
            parts.Add(isField ? Enum.Parse<LinePart>(template.AsSpan(at + 1, end - at - 2), ignoreCase: true) : LinePart.Literal);
            literals.Add(isField ? [] : Encoding.UTF8.GetBytes(template[at..end]));
            at = end;
        }
        return new LinePattern(kind, source, template, [.. parts], [.. literals]);
    }

    private static int EndOfLiteral(string template, int start)
    {
        int brace = template.IndexOf('{', start);
        return brace < 0 ? template.Length : brace;
    }
}
