using System.Globalization;
using MGen.Fitting.Laws;
using MGen.Fitting.Races;

namespace MGen.Fitting.Models;

/// <summary>The text of a model's files, as the generator and the clients read it.</summary>
internal static class LawText
{
    /// <summary>Two lines: how often each value was seen, and the values, ascending.</summary>
    public static string Weights(EmpiricalLaw law) => $"{Joined(law.Weights())}\n{Joined(law.Values)}\n";

    /// <summary>The same of times to the millisecond.</summary>
    public static string Weights(SecondsLaw law) =>
        $"{Joined(law.Weights.Select(weight => (long)weight))}\n{string.Join(',', law.Seconds.Select(value => value.ToString("0.###", CultureInfo.InvariantCulture)))}\n";

    /// <summary>One number, without an exponent and without a line end, as the original writes it.</summary>
    public static string Probability(double p)
    {
        string shortest = p.ToString("R", CultureInfo.InvariantCulture);
        return shortest.Contains('E', StringComparison.Ordinal) ? p.ToString("0.####################", CultureInfo.InvariantCulture) : shortest;
    }

    private static string Joined(IEnumerable<long> numbers) => string.Join(',', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
}
