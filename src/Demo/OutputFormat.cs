namespace MGen.Demo;

/// <summary>For whom the summary is written to stdout.</summary>
internal enum OutputFormat
{
    /// <summary>For a person.</summary>
    Text,

    /// <summary>For a program, by <c>docs/schemas/demo.schema.json</c>.</summary>
    Json,
}
