using System.Diagnostics.CodeAnalysis;

namespace MGen.Model.Distributions;

/// <summary>
/// Shared by the checks of all distributions: collects broken rules, throws an exception for them, and holds common
/// wordings.
/// </summary>
internal static class ParameterRules
{
    public const string Finite = "a finite number";
    public const string FiniteAboveZero = "a finite number above 0";
    public const string Probability = "a number from 0 to 1";

    /// <summary>Returns the rules that do not hold, in the order given.</summary>
    public static IReadOnlyList<ParameterProblem> Broken(
        params ReadOnlySpan<(bool Holds, string Parameter, string Allowed)> rules
    )
    {
        List<ParameterProblem>? broken = null;
        foreach ((bool holds, string parameter, string allowed) in rules)
        {
            if (!holds)
                (broken ??= []).Add(new ParameterProblem(parameter, allowed));
        }

        return broken ?? (IReadOnlyList<ParameterProblem>)[];
    }

    public static bool IsFiniteAboveZero(double value) => double.IsFinite(value) && value > 0;

    public static bool IsProbability(double value) => value is >= 0 and <= 1;

    /// <exception cref="ArgumentOutOfRangeException">There are problems; the message names all of them.</exception>
    public static void ThrowIfAny(IReadOnlyList<ParameterProblem> problems)
    {
        if (problems.Count > 0)
            Throw(problems);
    }

    [DoesNotReturn]
    private static void Throw(IReadOnlyList<ParameterProblem> problems) =>
        throw new ArgumentOutOfRangeException(
            problems[0].Parameter,
            string.Join("; ", problems.Select(problem => $"{problem.Parameter} must be {problem.Allowed}"))
        );
}

/// <summary>A parameter value that a distribution rejects.</summary>
/// <param name="Parameter">The parameter's key in a configuration file, for example <c>std_dev</c>.</param>
/// <param name="Allowed">
/// The accepted values, worded to continue "the parameter must be", for example <c>a finite number above 0</c>.
/// </param>
public sealed record ParameterProblem(string Parameter, string Allowed);
