using MGen.Report.Tables;

namespace MGen.Report.Figures;

/// <summary>A part of the report.</summary>
/// <param name="Id">The anchor on the page.</param>
/// <param name="Name">The name in links: one or two words.</param>
/// <param name="Title">The heading.</param>
/// <param name="Figures">Charts, possibly none.</param>
/// <param name="Tables">Tables, each with a caption.</param>
internal sealed record Section(string Id, string Name, string Title, IReadOnlyList<Figure> Figures, IReadOnlyList<(string Caption, Table Table)> Tables)
{
    /// <summary>Text for a section without content, so that a reader does not take its absence for a zero.</summary>
    public string Nothing { get; init; } = "";
}
