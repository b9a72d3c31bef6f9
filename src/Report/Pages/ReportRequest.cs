using MGen.Report.Sets;
using MGen.Validation;

namespace MGen.Report.Pages;

/// <summary>What a report is made of.</summary>
public sealed record ReportRequest
{
    /// <summary>The sets in the order in which they are shown; at least one, at most <see cref="MaxSets"/>.</summary>
    public required IReadOnlyList<RunSet> Sets { get; init; }

    /// <summary>The page's title.</summary>
    public required string Title { get; init; }

    /// <summary>Version of the program that makes it.</summary>
    public required string ProgramVersion { get; init; }

    /// <summary>When it is made.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The people held against published facts; <c>null</c>: they were not.</summary>
    public FactCheck? Facts { get; init; }

    /// <summary>More sets than this cannot be told apart in one chart.</summary>
    public const int MaxSets = Charts.Palette.Size;
}
