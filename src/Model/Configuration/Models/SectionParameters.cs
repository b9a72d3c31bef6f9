using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Weights;
using MGen.Model.Distributions;

namespace MGen.Model.Configuration.Models;

/// <summary>Reads the parameters of distributions.</summary>
internal static class SectionParameters
{
    /// <summary>
    /// Reads a parameter that is any finite number; the distribution checks its bounds, see <see cref="Accepts"/>.
    /// </summary>
    public static double? Real(this Section section, string key) => section.Required(key, "a finite number")?.Number();

    /// <summary>Reads a parameter that is a whole number.</summary>
    public static ulong? Whole(this Section section, string key) => section.Required(key, "a whole number")?.Whole();

    /// <summary>Reads the table in the file that <c>weights_file</c> names.</summary>
    public static WeightsTable? Weights(
        this Section section,
        ConfigFile file,
        WeightsCache weights,
        WeightsKind kind
    ) =>
        section.Required("weights_file", "the path of a weights file") is { } reference
            ? weights.Get(reference, file, kind)
            : null;

    /// <summary>
    /// Whether a distribution's check found no problems; reports the problems at the parameters concerned.
    /// </summary>
    public static bool Accepts(this Section section, IReadOnlyList<ParameterProblem> problems)
    {
        foreach (ParameterProblem problem in problems)
            section.Optional(problem.Parameter)?.Reject("is out of bounds", problem.Allowed);
        return problems.Count == 0;
    }
}
