using System.Globalization;
using System.Text;
using MGen.Model.Configuration.Errors;

namespace MGen.Model.Configuration;

/// <summary>One thing that is wrong with a configuration, and where.</summary>
/// <param name="File">The file as it was named on the command line (or found by a glob), or a weights file.</param>
/// <param name="Line">Line, from 1; 0 if the trouble is with the file as a whole.</param>
/// <param name="Column">Column in UTF-16 code units, from 1; 0 if the trouble is with the file as a whole.</param>
/// <param name="Key">The key from the file's top, as in <c>conversations[2].distributions.i.mean</c>; empty if there is none.</param>
/// <param name="Message">What is wrong, in words.</param>
/// <param name="Value">What was found; escaped and capped, since it may be anything. <c>null</c> if there is nothing to show.</param>
/// <param name="Allowed">What would be accepted, as in <c>a number from 0 to 1</c>; <c>null</c> if the message says it all.</param>
/// <param name="Hint">What to do or where else to look, as in <c>did you mean 'bootstrap'?</c>; <c>null</c> if nobody knows.</param>
public sealed record ConfigError(string File, int Line, int Column, string Key, string Message, string? Value, string? Allowed, string? Hint)
{
    /// <summary>One line: <c>file:line:column: key: message (got 'value'; allowed: ...) - hint</c>, parts that are missing left out.</summary>
    public override string ToString()
    {
        StringBuilder line = new(PrintableText.Escape(File, int.MaxValue));
        if (Line > 0)
            line.Append(CultureInfo.InvariantCulture, $":{Line}:{Column}");
        line.Append(": ");
        if (Key.Length > 0)
            line.Append(Key).Append(": ");
        line.Append(Message);
        AppendFacts(line);
        if (Hint is not null)
            line.Append(" - ").Append(Hint);
        return line.ToString();
    }

    private void AppendFacts(StringBuilder line)
    {
        string? got = Value is null ? null : $"got '{Value}'";
        string? allowed = Allowed is null ? null : $"allowed: {Allowed}";
        if (got is not null || allowed is not null)
            line.Append(" (").AppendJoin("; ", new[] { got, allowed }.OfType<string>()).Append(')');
    }
}
