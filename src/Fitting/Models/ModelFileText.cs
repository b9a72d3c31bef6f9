using System.Globalization;
using MGen.Fitting.Distributions;
using MGen.Fitting.Races;

namespace MGen.Fitting.Models;

/// <summary>Formats the files of a model for the generator and the clients.</summary>
internal static class ModelFileText
{
    /// <summary>A weights file of two lines: the weights, and the values in ascending order.</summary>
    public static string Weights(EmpiricalDistribution distribution) =>
        $"{Joined(distribution.Weights())}\n{Joined(distribution.Values)}\n";

    /// <summary>A weights file of times with millisecond resolution.</summary>
    public static string Weights(SecondsDistribution distribution) =>
        $"{Joined(distribution.Weights.Select(weight => (long)weight))}\n"
        + $"{string.Join(',', distribution.Seconds.Select(Milliseconds))}\n";

    /// <summary>A probability without exponent and without line end, as the original writes it.</summary>
    public static string Probability(double p)
    {
        string shortest = p.ToString("R", CultureInfo.InvariantCulture);
        return shortest.Contains('E', StringComparison.Ordinal)
            ? p.ToString("0.####################", CultureInfo.InvariantCulture)
            : shortest;
    }

    private static string Milliseconds(double seconds) => seconds.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Joined(IEnumerable<long> numbers) =>
        string.Join(',', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
}
