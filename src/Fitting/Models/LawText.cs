using System.Globalization;
using MGen.Fitting.Laws;

namespace MGen.Fitting.Models;

/// <summary>The text of a model's files, as the generator and the clients read it.</summary>
internal static class LawText
{
    /// <summary>Two lines: how often each value was seen, and the values, ascending.</summary>
    /// <remarks>
    /// A reader's sums are of 32 bits, so that a weight may be at most 2^32 - 1 over the number of weights. Should a count be larger, all are scaled
    /// down alike, none to 0.
    /// </remarks>
    public static string Weights(EmpiricalLaw law)
    {
        long largest = uint.MaxValue / law.Values.Count;
        double factor = Math.Min(1, (double)largest / law.Counts.Max());
        IEnumerable<long> weights = law.Counts.Select(count => Math.Clamp((long)(count * factor), 1, largest));
        return $"{Joined(weights)}\n{Joined(law.Values)}\n";
    }

    /// <summary>One number, without an exponent and without a line end, as the original writes it.</summary>
    public static string Probability(double p)
    {
        string shortest = p.ToString("R", CultureInfo.InvariantCulture);
        return shortest.Contains('E', StringComparison.Ordinal) ? p.ToString("0.####################", CultureInfo.InvariantCulture) : shortest;
    }

    private static string Joined(IEnumerable<long> numbers) => string.Join(',', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
}
