namespace MGen.Model.Distributions;

/// <summary>A parameter value that a distribution rejects.</summary>
/// <param name="Parameter">The parameter's key in a configuration file, for example <c>std_dev</c>.</param>
/// <param name="Allowed">
/// What is accepted, as the end of the sentence "it must be ...", for example <c>a finite number above 0</c>.
/// </param>
public sealed record ParameterProblem(string Parameter, string Allowed);
