using System.Globalization;
using System.Text;

namespace MGen.Report.Tables;

/// <summary>Formats tables for programs, by RFC 4180 but with line feeds only.</summary>
internal static class CsvText
{
    /// <summary>Formats a table; cells are quoted where needed.</summary>
    public static string Format(Table table)
    {
        StringBuilder text = new();
        Append(text, table.Columns);
        foreach (IReadOnlyList<string> row in table.Rows)
            Append(text, row);
        return text.ToString();
    }

    /// <summary>Formats a number so that it parses back exactly; empty if it is not finite.</summary>
    public static string Number(double value) =>
        double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";

    private static void Append(StringBuilder text, IReadOnlyList<string> cells) =>
        text.AppendJoin(',', cells.Select(Quoted)).Append('\n');

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
