using MGen.Report.Tables;

namespace MGen.Report.Figures;

/// <summary>A part of the report.</summary>
/// <param name="Id">The anchor on the page.</param>
/// <param name="Name">What links to it are called: one or two words.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Figures">Charts, possibly none.</param>
/// <param name="Tables">Tables beside them, each with a caption.</param>
internal sealed record Section(string Id, string Name, string Title, IReadOnlyList<Figure> Figures, IReadOnlyList<(string Caption, Table Table)> Tables)
{
    /// <summary>Said where there is nothing to show; a reader must not take silence for a zero.</summary>
    public string Nothing { get; init; } = "";
}
