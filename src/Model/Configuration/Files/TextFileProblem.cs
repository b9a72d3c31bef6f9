using MGen.Model.Configuration.Errors;

namespace MGen.Model.Configuration.Files;

/// <summary>Why a file is not readable text.</summary>
/// <param name="At">Where, if it is one place.</param>
/// <param name="Message">Why.</param>
internal sealed record TextFileProblem(TextPosition At, string Message);
