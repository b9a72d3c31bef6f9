using MGen.Report.Markup;

namespace MGen.Report.Pages;

/// <summary>Writes the section of warnings.</summary>
internal sealed class WarningWriter(MarkupWriter html)
{
    private const int MostWarnings = 100;
    private const int LongestWarning = 600;

    public void Write(IReadOnlyList<string> warnings)
    {
        html.Open("section", ("id", "warnings")).Element("h2", "Warnings");
        if (warnings.Count == 0)
            html.Element("p", "None.");
        html.Open("ul", ("class", "warnings"));
        foreach (string warning in warnings.Take(MostWarnings))
            html.Element("li", Visible.Cut(warning, LongestWarning));
        if (warnings.Count > MostWarnings)
            html.Element("li", $"{warnings.Count - MostWarnings} more; --format json lists all");
        html.Close().Close();
    }
}
