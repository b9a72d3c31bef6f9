using System.CommandLine;

namespace MGen.Tools;

/// <summary>The option <c>--format</c>, the same for every verb.</summary>
internal static class FormatOption
{
    public static Option<OutputFormat> Create()
    {
        Option<OutputFormat> format = new("--format")
        {
            HelpName = "text|json",
            Description = "How to write the result to stdout (default: text)",
            CustomParser = result => result.Tokens is [{ Value: "json" }] ? OutputFormat.Json : OutputFormat.Text,
        };
        format.AcceptOnlyFromAmong("text", "json");
        return format;
    }
}
