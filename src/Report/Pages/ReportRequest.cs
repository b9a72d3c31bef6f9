using MGen.Report.Sets;
using MGen.Validation;

namespace MGen.Report.Pages;

/// <summary>The contents of a report.</summary>
public sealed record ReportRequest
{
    /// <summary>The sets in the order in which they are shown; at least one, at most <see cref="MaxSets"/>.</summary>
    public required IReadOnlyList<RunSet> Sets { get; init; }

    /// <summary>The page's title.</summary>
    public required string Title { get; init; }

    /// <summary>The version of the program.</summary>
    public required string ProgramVersion { get; init; }

    /// <summary>The time at which the report is made.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The comparison of the people with published facts; <c>null</c> if there is none.</summary>
    public FactCheck? Facts { get; init; }

    /// <summary>Most sets, since a chart cannot distinguish more.</summary>
    public const int MaxSets = Charts.Palette.Size;
}
