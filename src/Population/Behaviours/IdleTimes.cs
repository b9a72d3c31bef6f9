using MGen.Model.Randomness;
using MGen.Population.Distributions;

namespace MGen.Population.Behaviours;

/// <summary>The distribution of a behaviour's idle times at the moment when a run begins.</summary>
internal sealed class IdleTimes
{
    /// <summary>What the original's generator adds to each weight: its start-up time, in seconds.</summary>
    private const double OriginalOffset = 30;

    private readonly double[] _seconds;
    private readonly WeightedIndex? _byLength;
    private readonly WeightedIndex _asOriginal;

    /// <param name="distribution">Idle times in seconds, with weights.</param>
    public IdleTimes(IReadOnlyList<(double Value, double Weight)> distribution)
    {
        double sum = distribution.Sum(entry => entry.Weight);
        _seconds = [.. distribution.Select(entry => Math.Max(entry.Value, 0))]; // A run treats a negative time as 0.
        double[] shares = [.. _seconds.Zip(distribution, (seconds, entry) => seconds * (entry.Weight / sum))];
        MeanSeconds = shares.Sum();
        _byLength = MeanSeconds > 0 ? new WeightedIndex(shares) : null;
        _asOriginal = new WeightedIndex(shares.Select(share => OriginalOffset + share));
    }

    /// <summary>Mean idle time in seconds.</summary>
    public double MeanSeconds { get; }

    /// <summary>
    /// Draws the remainder, in seconds, of the idle time in progress at a random moment: a time is in progress with
    /// probability proportional to its length times its weight, and every moment of it is equally likely (W. Feller, An
    /// Introduction to Probability Theory and Its Applications II, XI.4). 0 if all idle times are 0.
    /// </summary>
    public double DrawResidual(ref Xoshiro256 random) =>
        _byLength is null ? 0 : _seconds[_byLength.Draw(ref random)] * random.NextOpenDouble();

    /// <summary>Draws a whole idle time in seconds, as the original's generator draws initial waits.</summary>
    public double DrawAsOriginal(ref Xoshiro256 random) => _seconds[_asOriginal.Draw(ref random)];
}
