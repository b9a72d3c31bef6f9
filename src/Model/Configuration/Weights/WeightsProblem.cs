using MGen.Model.Configuration.Errors;

namespace MGen.Model.Configuration.Weights;

/// <summary>One error inside a weights file.</summary>
internal sealed record WeightsProblem(TextPosition At, string Message, string? Value, string? Allowed);
