using System.Runtime.InteropServices;

namespace MGen.Simulation.Latencies;

/// <summary>
/// Keeps the frames from one sender to one recipient in order, as a TCP connection does: a frame that would overtake an
/// earlier one arrives together with it. It stores only pairs with frames in flight, so memory depends on the traffic
/// and not on the square of a group's size.
/// </summary>
internal sealed class PairOrder
{
    private const int FirstLimit = 1_024;

    private readonly Dictionary<ulong, long> _lastArrival = [];
    private int _limit = FirstLimit;

    /// <summary>Forgets all frames, for the next group.</summary>
    public void Clear() => _lastArrival.Clear();

    /// <summary>
    /// Returns when a frame arrives that would arrive at <paramref name="arrivesAt"/> without earlier frames.
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

    /// <summary>Removes pairs whose frames have arrived: they no longer delay others.</summary>
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
