using MGen.Model.Configuration.Errors;

namespace MGen.Model.Configuration.Files;

/// <summary>Why a file cannot be read as text.</summary>
/// <param name="At">The position, if the problem has one.</param>
/// <param name="Message">The reason.</param>
internal sealed record TextFileProblem(TextPosition At, string Message);
