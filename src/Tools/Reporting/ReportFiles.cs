using System.Text;
using MGen.Report.Charts;
using MGen.Report.Pages;

namespace MGen.Tools.Reporting;

/// <summary>What a report became on the disk.</summary>
/// <param name="Page">Full path of the page.</param>
/// <param name="PageBytes">Its size.</param>
/// <param name="PlotsDirectory">Full path of the directory with figures; <c>null</c> if none were asked for.</param>
/// <param name="PlotFiles">How many files are new there.</param>
internal sealed record ReportFiles(string Page, long PageBytes, string? PlotsDirectory, int PlotFiles)
{
    /// <summary>Writes page and figures, over what is there.</summary>
    /// <exception cref="IOException">Something cannot be written.</exception>
    public static ReportFiles Write(RunReport report, string page, string? plotsDirectory, FigureSize? plotSize)
    {
        string html = report.ToHtml();
        Directory.CreateDirectory(Path.GetDirectoryName(page)!);
        int plots = plotsDirectory is null ? 0 : PlotDirectory.Write(plotsDirectory, report.Plots(plotSize));
        PlotDirectory.Replace(page, html);
        return new ReportFiles(page, Encoding.UTF8.GetByteCount(html), plotsDirectory, plots);
    }
}
