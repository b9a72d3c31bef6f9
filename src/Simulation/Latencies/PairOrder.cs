using System.Runtime.InteropServices;

namespace MGen.Simulation.Latencies;

/// <summary>
/// Keeps each sender's frames in order at each recipient, as a TCP connection does: a frame that would overtake an earlier one arrives
/// together with it. Remembers only pairs with frames on their way, so its size follows the traffic and not the square of a group.
/// </summary>
internal sealed class PairOrder
{
    private const int FirstLimit = 1_024;

    private readonly Dictionary<ulong, long> _lastArrival = [];
    private int _limit = FirstLimit;

    /// <summary>Forgets everything, for the next group.</summary>
    public void Clear() => _lastArrival.Clear();

    /// <summary>When a frame arrives that would arrive at <paramref name="arrivesAt"/> if it were alone.</summary>
    public long After(int sender, int recipient, long arrivesAt, long now)
    {
        if (_lastArrival.Count >= _limit)
            ForgetArrived(now);
        ref long last = ref CollectionsMarshal.GetValueRefOrAddDefault(_lastArrival, ((ulong)(uint)sender << 32) | (uint)recipient, out _);
        last = Math.Max(last, arrivesAt);
        return last;
    }

    /// <summary>What has arrived holds nobody back any more.</summary>
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
