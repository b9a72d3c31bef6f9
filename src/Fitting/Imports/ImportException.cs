namespace MGen.Fitting.Imports;

/// <summary>An input that cannot be read any further. Stays inside the import: <see cref="ChatImporter"/> makes an <see cref="ImportProblem"/> of it.</summary>
internal sealed class ImportException(long line, int column, string message) : Exception(message)
{
    /// <summary>Line, from 1; 0 for the input as a whole.</summary>
    public long Line => line;

    /// <summary>Column, from 1, in bytes.</summary>
    public int Column => column;
}
