using MGen.Report.Figures;
using MGen.Report.Markup;
using MGen.Report.Tables;

namespace MGen.Report.Pages;

/// <summary>Writes a section: figures side by side, each with its numbers, then tables.</summary>
internal sealed class SectionWriter(MarkupWriter html)
{
    /// <summary>A longer cell is cut, because a hostile name may have a thousand characters.</summary>
    private const int LongestCell = 80;

    public void Write(Section section)
    {
        html.Open("section", ("id", section.Id)).Element("h2", section.Title);
        if (section.Figures.Count == 0 && section.Tables.Count == 0)
            html.Element("p", section.Nothing, ("class", "quiet"));
        if (section.Figures.Count > 0)
        {
            html.Open("div", ("class", "figures"));
            foreach (Figure figure in section.Figures)
                Write(figure);
            html.Close();
        }
        foreach ((string caption, Table table) in section.Tables)
            Write(caption, table);
        html.Close();
    }

    private void Write(Figure figure)
    {
        // Base64, because a name in the data may contain any character; the page's script offers the data as a file.
        string csv = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(CsvText.Format(figure.Data)));
        html.Open("figure", ("id", $"figure-{figure.Chart.Id}"), ("data-file", figure.Chart.Id), ("data-csv", csv))
            .Open("figcaption")
            .Element("b", figure.Chart.Title)
            .Element("span", figure.Note)
            .Close()
            .Raw(figure.Chart.ToInlineSvg())
            .Open("details")
            .Element("summary", "Numbers");
        Write(figure.Chart.Title, figure.Shown);
        html.Close().Close();
    }

    private void Write(string caption, Table table)
    {
        html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", caption))
            .Open("table")
            .Element("caption", caption)
            .Open("thead")
            .Open("tr");
        foreach ((int index, string column) in table.Columns.Index())
            html.Element(
                "th",
                Visible.Cut(column, LongestCell),
                ("scope", "col"),
                ("class", index < table.NameColumns ? "name" : null)
            );
        html.Close().Close().Open("tbody");
        foreach (IReadOnlyList<string> row in table.Rows)
            WriteRow(row, table.NameColumns);
        html.Close().Close();
        if (table.Note.Length > 0)
            html.Element("p", table.Note, ("class", "quiet"));
        html.Close();
    }

    // A name may be written from right to left; <bdi> confines this direction to its cell.
    private void WriteRow(IReadOnlyList<string> row, int names)
    {
        html.Open("tr");
        foreach ((int index, string cell) in row.Index())
        {
            if (index < names)
                html.Open("th", ("scope", "row"), ("class", "name"))
                    .Element("bdi", Visible.Cut(cell, LongestCell))
                    .Close();
            else
                html.Element("td", Visible.Cut(cell, LongestCell));
        }
        html.Close();
    }
}
