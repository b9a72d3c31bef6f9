using MGen.Model.Configuration;

namespace MGen.Fitting.Imports;

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
    public override string ToString() => new ConfigError(At.File, At.Line, At.Column, "", Message, null, null, null).ToString();
}
