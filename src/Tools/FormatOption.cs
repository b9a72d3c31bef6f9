using System.CommandLine;

namespace MGen.Tools;

/// <summary>The option <c>--format</c>, which every verb except <c>people</c> has.</summary>
internal static class FormatOption
{
    public static Option<OutputFormat> Create()
    {
        Option<OutputFormat> format = new("--format")
        {
            HelpName = "text|json",
            Description = "Format of the result on stdout (default: text)",
            CustomParser = result => result.Tokens is [{ Value: "json" }] ? OutputFormat.Json : OutputFormat.Text,
        };
        format.AcceptOnlyFromAmong("text", "json");
        return format;
    }
}

/// <summary>The format of a tool's result.</summary>
internal enum OutputFormat
{
    /// <summary>Text for people.</summary>
    Text,

    /// <summary>JSON by a schema in <c>docs/schemas</c>.</summary>
    Json,
}
