using MGen.Fitting.Chats;
using MGen.Model.Configuration;

namespace MGen.Fitting.Imports;

/// <summary>The result of reading all inputs.</summary>
/// <param name="Chats">The chats of the inputs that could be read.</param>
/// <param name="Identities">
/// The identity of each user, by number. Identities must not be written to any output unless requested.
/// </param>
/// <param name="Tallies">Counts per input, in their order; <c>null</c> where the format is unknown.</param>
/// <param name="Problems">The inputs that could not be read, in their order.</param>
public sealed record ImportResult(
    ChatSet Chats,
    IReadOnlyList<string> Identities,
    IReadOnlyList<InputTally?> Tallies,
    IReadOnlyList<ImportProblem> Problems
);

/// <summary>
/// Why an input could not be read. It contains the place and kind of the error, never content of the input.
/// </summary>
/// <param name="At">
/// The file as it was named, line and column; line 0 if the error concerns the file as a whole.
/// </param>
/// <param name="Message">The error.</param>
public sealed record ImportProblem(ConfigPosition At, string Message)
{
    /// <summary>Formats the problem as <c>file:line:column: message</c>.</summary>
    public override string ToString() =>
        new ConfigError(At.File, At.Line, At.Column, "", Message, null, null, null).ToString();
}

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
