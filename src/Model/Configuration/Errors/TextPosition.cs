namespace MGen.Model.Configuration.Errors;

/// <summary>A place in a text: line and column in UTF-16 code units, both from 1.</summary>
internal readonly record struct TextPosition(int Line, int Column)
{
    /// <summary>The trouble is with the file as a whole.</summary>
    public static TextPosition None => default;
}
