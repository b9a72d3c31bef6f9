using System.Text;
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
    public static ReportFiles Write(RunReport report, string page, string? plotsDirectory)
    {
        string html = report.ToHtml();
        Directory.CreateDirectory(Path.GetDirectoryName(page)!);
        int plots = 0;
        if (plotsDirectory is not null)
        {
            Directory.CreateDirectory(plotsDirectory);
            foreach ((string name, string content) in report.Plots())
            {
                Replace(Path.Combine(plotsDirectory, name), content);
                plots++;
            }
        }
        Replace(page, html);
        return new ReportFiles(page, Encoding.UTF8.GetByteCount(html), plotsDirectory, plots);
    }

    // In one step: an older page stays whole until the new one is.
    private static void Replace(string path, string content)
    {
        string unfinished = path + ".part";
        File.WriteAllText(unfinished, content);
        File.Move(unfinished, path, overwrite: true);
    }
}
