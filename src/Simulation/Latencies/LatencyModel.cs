using System.Numerics;
using MGen.Model.Distributions;
using MGen.Model.Randomness;

namespace MGen.Simulation.Latencies;

/// <summary>
/// The latency of frames from their creation to their arrival at the other member, including servers and proxies:
/// constant, or drawn for each delivery. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// A delivery's draw has its own generator, seeded by a hash of the sender and the recipient (including their seeds),
/// the message's number, and whether it is a receipt. So the draw depends neither on threads nor on other events.
/// </remarks>
public sealed class LatencyModel
{
    private const ulong NumberFactor = 0x9E3779B97F4A7C15;
    private const int RecipientRotation = 29;

    private readonly TimeDistribution? _distribution;
    private readonly long _constantTicks;
    private readonly double _factor;

    private LatencyModel(TimeDistribution? distribution, TimeSpan constant, double factor)
    {
        _distribution = distribution;
        _constantTicks = constant.Ticks;
        _factor = factor;
    }

    /// <summary>Whether every delivery takes the same time; then no frame can overtake another.</summary>
    internal bool IsConstant => _distribution is null;

    /// <summary>
    /// The measured distribution of frames that arrived in order, which includes the time that they were held back;
    /// <c>null</c> for all other models. See <see cref="MeasuredOrder"/>.
    /// </summary>
    internal MeasuredTime? MeasuredDistribution { get; private init; }

    /// <summary>Every delivery takes <paramref name="latency"/>, at least 0.</summary>
    public static LatencyModel Constant(TimeSpan latency)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(latency, TimeSpan.Zero);
        return new LatencyModel(null, latency, 1);
    }

    /// <summary>
    /// Each delivery takes a draw from <paramref name="distribution"/>, which describes the network alone: a frame that
    /// would overtake an earlier one arrives together with it.
    /// </summary>
    /// <param name="distribution">The latencies.</param>
    /// <param name="factor">Factor of each draw, from 0 to 1: 0.5 converts a round trip to a delivery.</param>
    public static LatencyModel Random(TimeDistribution distribution, double factor = 1)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(factor, 1);
        return new LatencyModel(distribution, default, factor);
    }

    /// <summary>
    /// Latencies have a distribution that was measured while deliveries were kept in order. The distribution includes
    /// the time for which frames were held back.
    /// </summary>
    /// <param name="distribution">The measured latencies.</param>
    /// <param name="factor">Factor of each draw, from 0 to 1: 0.5 converts a round trip to a delivery.</param>
    public static LatencyModel Measured(MeasuredTime distribution, double factor = 1)
    {
        LatencyModel model = Random(distribution, factor);
        return new LatencyModel(distribution, default, factor)
        {
            MeasuredDistribution = distribution.Scale(model._factor),
        };
    }

    /// <summary>The latency of a delivery in ticks.</summary>
    /// <param name="sender">Hash of the sending conversation.</param>
    /// <param name="recipient">Hash of the receiving conversation.</param>
    /// <param name="id">The message's number.</param>
    /// <param name="isReceipt">Whether the frame is the receipt for the message.</param>
    internal long TicksOf(ulong sender, ulong recipient, uint id, bool isReceipt)
    {
        if (_distribution is null)
            return _constantTicks;
        Xoshiro256 random = Generator(sender, recipient, id, isReceipt);
        return (long)(_distribution.Sample(ref random).Ticks * _factor);
    }

    /// <summary>
    /// A delivery's uniform draw from 0 to 1, for <see cref="MeasuredOrder"/>; parameters as for <see cref="TicksOf"/>.
    /// </summary>
    internal static double ShareOf(ulong sender, ulong recipient, uint id, bool isReceipt)
    {
        Xoshiro256 random = Generator(sender, recipient, id, isReceipt);
        return random.NextDouble();
    }

    private static Xoshiro256 Generator(ulong sender, ulong recipient, uint id, bool isReceipt)
    {
        ulong number = ((ulong)id << 1) | (isReceipt ? 1UL : 0);
        return Xoshiro256.FromSeed(
            // Rotated, since "sender ^ recipient" would give both directions of a pair the same latencies.
            (sender ^ BitOperations.RotateLeft(recipient, RecipientRotation)) + ((number + 1) * NumberFactor)
        );
    }
}
