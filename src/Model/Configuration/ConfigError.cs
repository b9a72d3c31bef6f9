using System.Globalization;
using System.Text;
using MGen.Model.Configuration.Errors;

namespace MGen.Model.Configuration;

/// <summary>One error of a configuration, with its position.</summary>
/// <param name="File">The file as it was named on the command line (or found by a glob), or a weights file.</param>
/// <param name="Line">The line, from 1; 0 if the error concerns the file as a whole.</param>
/// <param name="Column">The column in UTF-16 code units, from 1; 0 if the error concerns the file as a whole.</param>
/// <param name="Key">
/// The key from the file's top, as in <c>conversations[2].distributions.i.mean</c>; empty if there is none.
/// </param>
/// <param name="Message">What is wrong.</param>
/// <param name="Value">
/// The value found, escaped and shortened, since it is untrusted. <c>null</c> if there is nothing to show.
/// </param>
/// <param name="Allowed">
/// What is accepted, as in <c>a number from 0 to 1</c>; <c>null</c> if the message says so.
/// </param>
/// <param name="Hint">What to do, as in <c>did you mean 'bootstrap'?</c>; <c>null</c> if there is no hint.</param>
public sealed record ConfigError(
    string File,
    int Line,
    int Column,
    string Key,
    string Message,
    string? Value,
    string? Allowed,
    string? Hint
)
{
    /// <summary>
    /// Formats one line: <c>file:line:column: key: message (got 'value'; allowed: ...) - hint</c>, without missing
    /// parts.
    /// </summary>
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

/// <summary>A position in a configuration file.</summary>
/// <param name="File">The file as it was named on the command line, or found by a glob.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in UTF-16 code units, from 1.</param>
public readonly record struct ConfigPosition(string File, int Line, int Column)
{
    /// <summary>Formats <c>file:line:column</c>, safe to print.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{PrintableText.Escape(File, int.MaxValue)}:{Line}:{Column}");
}
