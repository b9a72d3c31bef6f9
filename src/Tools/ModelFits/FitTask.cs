using MGen.Fitting.Imports;
using MGen.Fitting.Models;

namespace MGen.Tools.ModelFits;

/// <summary>A fit that is asked for, checked.</summary>
internal sealed record FitTask
{
    /// <summary>The inputs, globs resolved, as they are to be shown.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Where the models go; <c>null</c>: nowhere, only the report is wanted.</summary>
    public required string? Out { get; init; }

    /// <summary>Where the figures go; <c>null</c>: nowhere.</summary>
    public required string? Plots { get; init; }

    public required ImportOptions Import { get; init; }

    public required FitOptions Fit { get; init; }

    public required bool SkipBroken { get; init; }

    /// <summary>Longest time that a chat is simulated for; zero: not at all.</summary>
    public required TimeSpan SimulateFor { get; init; }

    public required string? ChatsOut { get; init; }

    public required string? Mapping { get; init; }

    /// <summary>The pseudonyms' key.</summary>
    public required byte[] Key { get; init; }

    public required OutputFormat Format { get; init; }

    public required bool Quiet { get; init; }
}
