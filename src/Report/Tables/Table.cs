namespace MGen.Report.Tables;

/// <summary>Rows and columns of text; numbers are formatted, with units where people read them.</summary>
/// <param name="Columns">The headings of the columns.</param>
/// <param name="Rows">The rows, each with one cell per column.</param>
internal sealed record Table(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>The number of leading columns that contain names, which are the headings of their rows.</summary>
    public int NameColumns { get; init; } = 1;

    /// <summary>A note below the table, such as on what was left out; empty if there is none.</summary>
    public string Note { get; init; } = "";
}
