using System.Runtime.InteropServices;
using MGen.Model.Distributions;

namespace MGen.Simulation.Latencies;

/// <summary>
/// Keeps the frames from one sender to one recipient in order if latencies are measured. A latency that was measured
/// on an ordered connection already includes the time for which an earlier frame delayed the frame, so delaying frames
/// again (as <see cref="PairOrder"/> does) would count that time twice.
/// </summary>
/// <remarks>
/// <para>With F the measured distribution function, y the latency of the pair's previous frame and g the time between
/// the two frames, a frame takes max(x, y - g): it arrives after its own time x, or together with the previous frame. x
/// is drawn from the distribution function F(z) / F(z + g). Since y - g is at most z with probability F(z + g), the
/// distribution function of the frame's latency is the product of F(z) / F(z + g) and F(z + g), which is F(z) for every
/// g.</para>
/// <para>This is exact where log F is concave (normal, log-normal, exponential, uniform: R. Barlow, F. Proschan,
/// Statistical Theory of Reliability, 1975, on decreasing reversed hazard rates). Elsewhere the quotient may decrease;
/// then several values of x belong to the same draw, and one of them is used.</para>
/// </remarks>
internal sealed class MeasuredOrder(MeasuredTime distribution)
{
    private const int FirstLimit = 1_024;

    /// <summary>Resolution of x in seconds.</summary>
    private const double Resolution = 1e-6;

    private readonly double _spanSeconds = distribution.LongestSeconds - distribution.ShortestSeconds;
    private readonly Dictionary<ulong, Frame> _last = [];
    private int _limit = FirstLimit;

    /// <summary>Forgets all frames, for the next group.</summary>
    public void Clear() => _last.Clear();

    /// <summary>The arrival time of a frame, in ticks; later frames of the pair arrive no earlier.</summary>
    /// <param name="sender">The sending member.</param>
    /// <param name="recipient">The receiving member.</param>
    /// <param name="share">The frame's draw, uniform from 0 to 1.</param>
    /// <param name="now">When the frame is relayed, in ticks.</param>
    public long Arrival(int sender, int recipient, double share, long now)
    {
        if (_last.Count >= _limit)
            Forget(now);
        ref Frame last = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _last,
            ((ulong)(uint)sender << 32) | (uint)recipient,
            out bool isKnown
        );
        double gapSeconds = isKnown
            ? Math.Max(0, now - last.RelayedAt) / (double)TimeSpan.TicksPerSecond
            : double.PositiveInfinity;
        double heldSeconds = isKnown ? (last.ArrivesAt - now) / (double)TimeSpan.TicksPerSecond : 0;
        // Bounded like every other drawn time (TimeDistribution.MaxSample): a file may contain any finite number.
        double own = Math.Min(distribution.At(share), TimeDistribution.MaxSample.TotalSeconds);
        // The search can only lower the time. It is skipped if the frame arrives with the previous one anyway, or if
        // the gap is so long that F(z + gap) is 1.
        if (own > heldSeconds && gapSeconds < _spanSeconds)
            own = OwnSeconds(share, gapSeconds, own);
        long arrivesAt = now + (long)(own * TimeSpan.TicksPerSecond);
        if (isKnown)
            arrivesAt = Math.Max(arrivesAt, last.ArrivesAt);
        last = new Frame(Math.Max(now, last.RelayedAt), arrivesAt);
        return arrivesAt;
    }

    /// <summary>
    /// The z with F(z) = share x F(z + gap), by bisection. This z is at most the z with F(z) = share, which is the
    /// upper end of the search.
    /// </summary>
    private double OwnSeconds(double share, double gapSeconds, double high)
    {
        double low = distribution.ShortestSeconds;
        while (high - low > Resolution)
        {
            double middle = (low + high) / 2;
            if (distribution.ShareUpTo(middle) < share * distribution.ShareUpTo(middle + gapSeconds))
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
                // A dictionary allows removals while it is enumerated, but no additions.
                _last.Remove(pair);
        }
        // Doubled, so that a scan of n remaining pairs is paid for by at least n additions.
        _limit = Math.Max(FirstLimit, _last.Count * 2);
    }

    /// <summary>The last frame of a pair.</summary>
    private readonly record struct Frame(long RelayedAt, long ArrivesAt);
}

/// <summary>
/// Keeps the frames from one sender to one recipient in order, as a TCP connection does: a frame that would overtake an
/// earlier one arrives together with it. Pairs without frames in flight are removed from time to time, so memory
/// depends on the traffic and not on the square of a group's size.
/// </summary>
internal sealed class PairOrder
{
    private const int FirstLimit = 1_024;

    private readonly Dictionary<ulong, long> _lastArrival = [];
    private int _limit = FirstLimit;

    /// <summary>Forgets all frames, for the next group.</summary>
    public void Clear() => _lastArrival.Clear();

    /// <summary>
    /// The arrival time of a frame that would arrive at <paramref name="arrivesAt"/> if no earlier one delayed it.
    /// </summary>
    public long After(int sender, int recipient, long arrivesAt, long now)
    {
        if (_lastArrival.Count >= _limit)
            ForgetArrived(now);
        ref long last = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _lastArrival,
            ((ulong)(uint)sender << 32) | (uint)recipient,
            out _
        );
        last = Math.Max(last, arrivesAt);
        return last;
    }

    /// <summary>Removes pairs whose frames have arrived, because these frames cannot delay others.</summary>
    private void ForgetArrived(long now)
    {
        foreach ((ulong pair, long arrivesAt) in _lastArrival)
        {
            if (arrivesAt <= now)
                _lastArrival.Remove(pair);
        }
        _limit = Math.Max(FirstLimit, _lastArrival.Count * 2);
    }
}
