namespace MGen.Report.Charts;

/// <summary>The place of the names of series.</summary>
internal enum NamePlace
{
    /// <summary>No names: there is one series, and the title names it.</summary>
    None,

    /// <summary>Right of the plot, at the end of each line.</summary>
    LineEnds,

    /// <summary>In the lower right or the upper left corner of the plot, which rising curves leave empty.</summary>
    Corner,
}
