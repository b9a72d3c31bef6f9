namespace MGen.Tools;

/// <summary>For whom a tool writes its result.</summary>
internal enum OutputFormat
{
    /// <summary>For a person.</summary>
    Text,

    /// <summary>For a program, by a schema in <c>docs/schemas</c>.</summary>
    Json,
}
