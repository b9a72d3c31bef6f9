namespace MGen.Report.Charts;

/// <summary>Where the names of series are.</summary>
internal enum NamePlace
{
    /// <summary>Nowhere: there is one series, and the title names it.</summary>
    None,

    /// <summary>Right of the plot, at each line's end.</summary>
    LineEnds,

    /// <summary>In the lower right or the upper left corner of the plot, which rising curves leave empty.</summary>
    Corner,
}
