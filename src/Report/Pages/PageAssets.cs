using System.Security.Cryptography;
using System.Text;
using MGen.Report.Charts;

namespace MGen.Report.Pages;

/// <summary>The style sheet and the script of a page.</summary>
internal static class PageAssets
{
    /// <summary>The style sheet with the palette's colours.</summary>
    public static string Style { get; } = Read("report.css") + PaletteStyle.Text;

    /// <summary>
    /// Shows values under the pointer, switches between light and dark, and offers each figure as a file. The page is
    /// complete without the script.
    /// </summary>
    public static string Script { get; } = Read("report.js");

    /// <summary>
    /// The page's content security policy: only this script and style may run. If a name ever became markup, the markup
    /// could neither run nor load anything.
    /// </summary>
    public static string SecurityPolicy { get; } =
        $"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{Hash(Style)}'; script-src 'sha256-{Hash(Script)}'";

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Read(string name)
    {
        using StreamReader reader = new(
            typeof(PageAssets).Assembly.GetManifestResourceStream(name)
                ?? throw new InvalidOperationException($"{name} is not embedded")
        );
        return reader.ReadToEnd();
    }
}
