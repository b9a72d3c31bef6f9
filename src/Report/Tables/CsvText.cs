using System.Globalization;
using System.Text;

namespace MGen.Report.Tables;

/// <summary>Tables for programs, by RFC 4180, with line feeds.</summary>
internal static class CsvText
{
    /// <summary>The table; cells are quoted where they must be.</summary>
    public static string Of(Table table)
    {
        StringBuilder text = new();
        Append(text, table.Columns);
        foreach (IReadOnlyList<string> row in table.Rows)
            Append(text, row);
        return text.ToString();
    }

    /// <summary>A number that reads back as it was; empty if there is none.</summary>
    public static string Number(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";

    private static void Append(StringBuilder text, IReadOnlyList<string> cells) => text.AppendJoin(',', cells.Select(Quoted)).Append('\n');

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
