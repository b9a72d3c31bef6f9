using MGen.Report.Markup;

namespace MGen.Report.Pages;

/// <summary>The frame of every page: the head with style and policy, links to the sections, the script.</summary>
internal sealed class PageFrame(MarkupWriter html, string title, string programVersion)
{
    /// <summary>A longer title is cut.</summary>
    public const int LongestTitle = 200;

    /// <summary>Writes everything up to the start of the body.</summary>
    public void Begin() =>
        html.Raw("<!doctype html>\n")
            .Open("html", ("lang", "en"))
            .Open("head")
            .Empty("meta", ("charset", "utf-8"))
            .Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", PageAssets.SecurityPolicy))
            .Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"))
            .Empty("meta", ("name", "generator"), ("content", $"mgentools {programVersion}"))
            .Element("title", Visible.Cut(title, LongestTitle))
            .Open("style")
            .Raw(PageAssets.Style)
            .Close()
            .Close()
            .Open("body");

    /// <summary>Writes the row of links to sections, which is always visible.</summary>
    public void Navigate(IEnumerable<(string Id, string Name)> sections)
    {
        html.Open("nav", ("aria-label", "Sections")).Open("ul");
        foreach ((string id, string name) in sections)
            html.Open("li").Element("a", name, ("href", "#" + id)).Close();
        html.Close().Close();
    }

    /// <summary>Writes the end of the page: its origin, an explanation, and the script.</summary>
    public void End(string footer) =>
        html.Open("footer")
            .Element("p", footer, ("class", "quiet"))
            .Close()
            .Open("script")
            .Raw(PageAssets.Script)
            .Close()
            .Close()
            .Close();
}
