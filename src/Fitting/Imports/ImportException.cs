namespace MGen.Fitting.Imports;

/// <summary>
/// An input that cannot be read further. It does not leave the import: <see cref="ChatImporter"/> converts it to an
/// <see cref="ImportProblem"/>.
/// </summary>
internal sealed class ImportException(long line, int column, string message) : Exception(message)
{
    /// <summary>Line, from 1; 0 for the input as a whole.</summary>
    public long Line => line;

    /// <summary>Column in bytes, from 1.</summary>
    public int Column => column;
}
