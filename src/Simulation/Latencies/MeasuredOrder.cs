using System.Runtime.InteropServices;

namespace MGen.Simulation.Latencies;

/// <summary>
/// Keeps each sender's frames in order at each recipient where the latencies are measured ones. What was measured of frames in order already contains
/// the time that a frame was held back by the one before it, so holding it back again (as <see cref="PairOrder"/> does) would count that time twice.
/// </summary>
/// <remarks>
/// <para>
/// With F the measured distribution function, y the latency of the pair's frame before and g the time between the two frames, a frame takes
/// max(x, y - g): it arrives after its own time x, or together with the frame before. x is drawn with the distribution function F(z) / F(z + g). Since
/// y - g is at most z with the probability F(z + g), the frame's latency has the product of the two, F(z), whatever g is.
/// </para>
/// <para>
/// That is exact where log F is concave (normal, log-normal, exponential, uniform: E. Barlow and F. Proschan, Statistical Theory of Reliability, 1975, on
/// decreasing reversed hazard rates); elsewhere the quotient may fall, and some solution is taken.
/// </para>
/// </remarks>
internal sealed class MeasuredOrder(MeasuredTime law)
{
    private const int FirstLimit = 1_024;

    /// <summary>x is found to a microsecond.</summary>
    private const double Resolution = 1e-6;

    private readonly double _spanSeconds = law.LongestSeconds - law.ShortestSeconds;
    private readonly Dictionary<ulong, Frame> _last = [];
    private int _limit = FirstLimit;

    /// <summary>Forgets everything, for the next group.</summary>
    public void Clear() => _last.Clear();

    /// <summary>When a frame arrives, in ticks.</summary>
    /// <param name="sender">The member who sends.</param>
    /// <param name="recipient">The member who receives.</param>
    /// <param name="share">The frame's draw, uniform from 0 to 1.</param>
    /// <param name="now">When the frame is relayed, in ticks.</param>
    public long Arrival(int sender, int recipient, double share, long now)
    {
        if (_last.Count >= _limit)
            Forget(now);
        ref Frame last = ref CollectionsMarshal.GetValueRefOrAddDefault(_last, ((ulong)(uint)sender << 32) | (uint)recipient, out bool isKnown);
        double gapSeconds = isKnown ? Math.Max(0, now - last.RelayedAt) / (double)TimeSpan.TicksPerSecond : double.PositiveInfinity;
        double heldSeconds = isKnown ? (last.ArrivesAt - now) / (double)TimeSpan.TicksPerSecond : 0;
        double own = law.At(share);
        if (own > heldSeconds && gapSeconds < _spanSeconds)
            own = OwnSeconds(share, gapSeconds, own);
        long arrivesAt = now + (long)(own * TimeSpan.TicksPerSecond);
        if (isKnown)
            arrivesAt = Math.Max(arrivesAt, last.ArrivesAt);
        last = new Frame(Math.Max(now, last.RelayedAt), arrivesAt);
        return arrivesAt;
    }

    /// <summary>The z with F(z) = share x F(z + gap), by bisection: it is at most the z with F(z) = share, where the search begins.</summary>
    private double OwnSeconds(double share, double gapSeconds, double high)
    {
        double low = law.ShortestSeconds;
        while (high - low > Resolution)
        {
            double middle = (low + high) / 2;
            if (law.ShareUpTo(middle) < share * law.ShareUpTo(middle + gapSeconds))
                low = middle;
            else
                high = middle;
        }
        return high;
    }

    private void Forget(long now)
    {
        long memory = (long)(_spanSeconds * TimeSpan.TicksPerSecond);
        foreach ((ulong pair, Frame frame) in _last)
        {
            if (frame.ArrivesAt <= now && now - frame.RelayedAt >= memory)
                _last.Remove(pair);
        }
        _limit = Math.Max(FirstLimit, _last.Count * 2);
    }

    /// <summary>The last frame of a pair.</summary>
    private readonly record struct Frame(long RelayedAt, long ArrivesAt);
}
