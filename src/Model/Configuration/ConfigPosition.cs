using System.Globalization;
using MGen.Model.Configuration.Errors;

namespace MGen.Model.Configuration;

/// <summary>A position in a configuration file.</summary>
/// <param name="File">The file as it was named on the command line, or found by a glob.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in UTF-16 code units, from 1.</param>
public readonly record struct ConfigPosition(string File, int Line, int Column)
{
    /// <summary>Formats <c>file:line:column</c>, safe to print.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PrintableText.Escape(File, int.MaxValue)}:{Line}:{Column}");
}
