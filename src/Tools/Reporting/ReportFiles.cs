using System.Text;
using MGen.Report.Charts;
using MGen.Report.Pages;

namespace MGen.Tools.Reporting;

/// <summary>The files of a report.</summary>
/// <param name="Page">Full path of the page.</param>
/// <param name="PageBytes">The page's size.</param>
/// <param name="PlotsDirectory">Full path of the directory with charts; <c>null</c> without <c>--plots</c>.</param>
/// <param name="PlotFiles">How many files were written to that directory.</param>
internal sealed record ReportFiles(string Page, long PageBytes, string? PlotsDirectory, int PlotFiles)
{
    /// <summary>Writes page and charts; replaces existing files.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static ReportFiles Write(RunReport report, string page, string? plotsDirectory, FigureSize? plotSize)
    {
        string html = report.ToHtml();
        Directory.CreateDirectory(Path.GetDirectoryName(page)!);
        int plots = plotsDirectory is null ? 0 : PlotDirectory.Write(plotsDirectory, report.Plots(plotSize));
        PlotDirectory.Replace(page, html);
        return new ReportFiles(page, Encoding.UTF8.GetByteCount(html), plotsDirectory, plots);
    }
}

/// <summary>Writes charts to a directory.</summary>
internal static class PlotDirectory
{
    /// <summary>Writes the charts, replaces existing files, and returns their number.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static int Write(string directory, IEnumerable<(string Name, string Content)> plots)
    {
        Directory.CreateDirectory(directory);
        int written = 0;
        foreach ((string name, string content) in plots)
        {
            Replace(Path.Combine(directory, name), content);
            written++;
        }
        return written;
    }

    /// <summary>Writes a file atomically: an existing one stays intact until the new one is complete.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static void Replace(string path, string content)
    {
        string unfinished = path + ".part";
        File.WriteAllText(unfinished, content);
        File.Move(unfinished, path, overwrite: true);
    }
}
