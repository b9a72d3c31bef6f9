using System.Globalization;
using MGen.Fitting.Laws;
using MGen.Fitting.Races;

namespace MGen.Fitting.Models;

/// <summary>Formats the files of a model for the generator and the clients.</summary>
internal static class LawText
{
    /// <summary>A weights file of two lines: the weights, and the values in ascending order.</summary>
    public static string Weights(EmpiricalLaw law) => $"{Joined(law.Weights())}\n{Joined(law.Values)}\n";

    /// <summary>A weights file of times with millisecond resolution.</summary>
    public static string Weights(SecondsLaw law) =>
        $"{Joined(law.Weights.Select(weight => (long)weight))}\n{string.Join(',', law.Seconds.Select(value => value.ToString("0.###", CultureInfo.InvariantCulture)))}\n";

    /// <summary>A probability without exponent and without line end, as the original writes it.</summary>
    public static string Probability(double p)
    {
        string shortest = p.ToString("R", CultureInfo.InvariantCulture);
        return shortest.Contains('E', StringComparison.Ordinal) ? p.ToString("0.####################", CultureInfo.InvariantCulture) : shortest;
    }

    private static string Joined(IEnumerable<long> numbers) => string.Join(',', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
}
