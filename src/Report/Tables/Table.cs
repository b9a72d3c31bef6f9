namespace MGen.Report.Tables;

/// <summary>Rows and columns of text; numbers are already written, with units where a person reads them.</summary>
/// <param name="Columns">Heads of the columns.</param>
/// <param name="Rows">As many cells per row.</param>
internal sealed record Table(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>How many columns from the left are names; the others are numbers.</summary>
    public int NameColumns { get; init; } = 1;

    /// <summary>What was left out; empty if nothing was.</summary>
    public string Note { get; init; } = "";
}
