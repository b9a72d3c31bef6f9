namespace MGen.Model.Configuration.Errors;

/// <summary>A position in a text: line and column in UTF-16 code units, both from 1.</summary>
internal readonly record struct TextPosition(int Line, int Column)
{
    /// <summary>No position: the error concerns the file as a whole.</summary>
    public static TextPosition None => default;
}
