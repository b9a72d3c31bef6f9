using System.Numerics;
using MGen.Model.Distributions;
using MGen.Model.Randomness;

namespace MGen.Simulation.Latencies;

/// <summary>
/// How long a frame takes from its making to its arrival at the other member, servers and proxies included: always the same, or drawn anew
/// for each delivery. Immutable; any thread.
/// </summary>
/// <remarks>
/// A delivery's draw comes from a generator of its own, seeded by a hash of who sends (run seed included), who receives, the number, and
/// whether it is a receipt: it depends neither on threads nor on what else happens.
/// </remarks>
public sealed class LatencyModel
{
    private const ulong NumberFactor = 0x9E3779B97F4A7C15;
    private const int RecipientRotation = 29;

    private readonly TimeDistribution? _distribution;
    private readonly long _constantTicks;
    private readonly double _factor;

    private LatencyModel(TimeDistribution? distribution, TimeSpan constant, double factor) =>
        (_distribution, _constantTicks, _factor) = (distribution, constant.Ticks, factor);

    /// <summary>Whether every delivery takes the same time; then nothing can overtake anything.</summary>
    internal bool IsConstant => _distribution is null;

    /// <summary>Every delivery takes <paramref name="latency"/>, at least 0.</summary>
    public static LatencyModel Constant(TimeSpan latency)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(latency, TimeSpan.Zero);
        return new LatencyModel(null, latency, 1);
    }

    /// <summary>Each delivery takes a draw of <paramref name="distribution"/>.</summary>
    /// <param name="distribution">The latencies.</param>
    /// <param name="factor">What each draw is multiplied by: 0.5 makes a delivery of a round trip. From 0 to 1.</param>
    public static LatencyModel Random(TimeDistribution distribution, double factor = 1)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(factor, 1);
        return new LatencyModel(distribution, default, factor);
    }

    /// <summary>How long a delivery takes, in ticks.</summary>
    /// <param name="sender">Hash of the conversation that sends the frame.</param>
    /// <param name="recipient">Hash of the conversation that it goes to.</param>
    /// <param name="id">The message's number.</param>
    /// <param name="isReceipt">Whether the frame is the receipt for it.</param>
    internal long TicksOf(ulong sender, ulong recipient, uint id, bool isReceipt)
    {
        if (_distribution is null)
            return _constantTicks;
        ulong number = ((ulong)id << 1) | (isReceipt ? 1UL : 0);
        Xoshiro256 random = Xoshiro256.FromSeed((sender ^ BitOperations.RotateLeft(recipient, RecipientRotation)) + ((number + 1) * NumberFactor));
        return (long)(_distribution.Sample(ref random).Ticks * _factor);
    }
}
