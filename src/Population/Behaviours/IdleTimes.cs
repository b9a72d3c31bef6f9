using MGen.Model.Randomness;
using MGen.Population.Laws;

namespace MGen.Population.Behaviours;

/// <summary>The law of a behaviour's idle times, seen from the moment at which a run begins.</summary>
internal sealed class IdleTimes
{
    /// <summary>What the original's generator adds to each weight: its start-up time, in seconds.</summary>
    private const double OriginalOffset = 30;

    private readonly double[] _seconds;
    private readonly WeightedIndex? _byLength;
    private readonly WeightedIndex _asOriginal;

    /// <param name="law">Idle times in seconds, with weights.</param>
    public IdleTimes(IReadOnlyList<(double Value, double Weight)> law)
    {
        double sum = law.Sum(entry => entry.Weight);
        _seconds = [.. law.Select(entry => Math.Max(entry.Value, 0))]; // a run draws a negative time as 0
        double[] shares = [.. _seconds.Zip(law, (seconds, entry) => seconds * (entry.Weight / sum))];
        MeanSeconds = shares.Sum();
        _byLength = MeanSeconds > 0 ? new WeightedIndex(shares) : null;
        _asOriginal = new WeightedIndex(shares.Select(share => OriginalOffset + share));
    }

    /// <summary>The mean idle time, in seconds.</summary>
    public double MeanSeconds { get; }

    /// <summary>
    /// The rest of the idle time that is under way at a random moment: a time is met with a chance in proportion to its length times its weight,
    /// and any moment of it is as likely (W. Feller, An Introduction to Probability Theory and Its Applications II, XI.4). 0 if all idle times are 0.
    /// </summary>
    public double DrawResidual(ref Xoshiro256 random) => _byLength is null ? 0 : _seconds[_byLength.Draw(ref random)] * random.NextOpenDouble();

    /// <summary>A whole idle time, drawn as the original's generator draws initial waits.</summary>
    public double DrawAsOriginal(ref Xoshiro256 random) => _seconds[_asOriginal.Draw(ref random)];
}
