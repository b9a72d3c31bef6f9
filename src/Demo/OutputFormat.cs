namespace MGen.Demo;

/// <summary>The formats of the summary on stdout.</summary>
internal enum OutputFormat
{
    /// <summary>Text for people.</summary>
    Text,

    /// <summary>JSON by <c>docs/schemas/demo.schema.json</c>.</summary>
    Json,
}
