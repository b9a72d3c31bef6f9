using MGen.Model.Configuration;

namespace MGen.Fitting.Imports;

/// <summary>Why an input could not be read. Never tells what the input says: only where and what kind of trouble.</summary>
/// <param name="At">The file as it was named, line and column; line 0 if the trouble is with the file as a whole.</param>
/// <param name="Message">What is wrong.</param>
public sealed record ImportProblem(ConfigPosition At, string Message)
{
    /// <summary><c>file:line:column: message</c></summary>
    public override string ToString() => new ConfigError(At.File, At.Line, At.Column, "", Message, null, null, null).ToString();
}
