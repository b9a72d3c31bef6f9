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

    /// <summary>The law of frames as they arrived, in order, which contains what held them back; <c>null</c> of all other models. See <see cref="MeasuredOrder"/>.</summary>
    internal MeasuredTime? MeasuredLaw { get; private init; }

    /// <summary>Every delivery takes <paramref name="latency"/>, at least 0.</summary>
    public static LatencyModel Constant(TimeSpan latency)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(latency, TimeSpan.Zero);
        return new LatencyModel(null, latency, 1);
    }

    /// <summary>
    /// Each delivery takes a draw of <paramref name="distribution"/>, a law of the network alone: a frame that would overtake the one before it arrives
    /// together with it.
    /// </summary>
    /// <param name="distribution">The latencies.</param>
    /// <param name="factor">What each draw is multiplied by: 0.5 makes a delivery of a round trip. From 0 to 1.</param>
    public static LatencyModel Random(TimeDistribution distribution, double factor = 1)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(factor, 1);
        return new LatencyModel(distribution, default, factor);
    }

    /// <summary>Deliveries have the law that was measured of deliveries in order, which contains what held frames back.</summary>
    /// <param name="distribution">The latencies as measured.</param>
    /// <param name="factor">What each draw is multiplied by: 0.5 makes a delivery of a round trip. From 0 to 1.</param>
    public static LatencyModel Measured(MeasuredTime distribution, double factor = 1)
    {
        LatencyModel model = Random(distribution, factor);
        return new LatencyModel(distribution, default, factor) { MeasuredLaw = distribution.Times(model._factor) };
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
        Xoshiro256 random = Generator(sender, recipient, id, isReceipt);
        return (long)(_distribution.Sample(ref random).Ticks * _factor);
    }

    /// <summary>A delivery's uniform draw, from 0 to 1, for <see cref="MeasuredOrder"/>; parameters as of <see cref="TicksOf"/>.</summary>
    internal static double ShareOf(ulong sender, ulong recipient, uint id, bool isReceipt)
    {
        Xoshiro256 random = Generator(sender, recipient, id, isReceipt);
        return random.NextDouble();
    }

    private static Xoshiro256 Generator(ulong sender, ulong recipient, uint id, bool isReceipt)
    {
        ulong number = ((ulong)id << 1) | (isReceipt ? 1UL : 0);
        return Xoshiro256.FromSeed((sender ^ BitOperations.RotateLeft(recipient, RecipientRotation)) + ((number + 1) * NumberFactor));
    }
}
