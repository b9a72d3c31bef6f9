using System.Security.Cryptography;
using System.Text;
using MGen.Report.Charts;

namespace MGen.Report.Pages;

/// <summary>What a page carries along: its style and its script.</summary>
internal static class PageAssets
{
    /// <summary>The style sheet with the palette's colours.</summary>
    public static string Style { get; } = Read("report.css") + PaletteStyle.Text;

    /// <summary>Values under the pointer, and the switch of colours. Without it the page is complete.</summary>
    public static string Script { get; } = Read("report.js");

    /// <summary>
    /// What the page may do: run this script and style, and nothing else. Were a name ever to become markup, it could neither run nor ask for anything.
    /// </summary>
    public static string SecurityPolicy { get; } =
        $"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{Hash(Style)}'; script-src 'sha256-{Hash(Script)}'";

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Read(string name)
    {
        using StreamReader reader = new(typeof(PageAssets).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded"));
        return reader.ReadToEnd();
    }
}
