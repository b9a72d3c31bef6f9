using System.Diagnostics;
using System.Globalization;

namespace MGen.Cluster.Tests.Failures;

/// <summary>
/// What every user of an experiment has sent and received, recorded by the test itself, not by the programs.
/// </summary>
internal sealed class Ledger
{
    private readonly Lock _lock = new();
    private readonly List<string> _faults = [];
    private long _lastHeard = Stopwatch.GetTimestamp();
    private TimeSpan _longestSilence;
    private long _heard;

    /// <summary>Messages received by all users together.</summary>
    public long Heard => Interlocked.Read(ref _heard);

    /// <summary>The longest time without any delivery since <see cref="StartWatch"/>.</summary>
    public TimeSpan LongestSilence
    {
        get
        {
            lock (_lock)
                return _longestSilence;
        }
    }

    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_lock)
                return [.. _faults];
        }
    }

    /// <summary>Measures the time without deliveries from now on.</summary>
    public void StartWatch()
    {
        lock (_lock)
            (_lastHeard, _longestSilence) = (Stopwatch.GetTimestamp(), TimeSpan.Zero);
    }

    public void Hear()
    {
        Interlocked.Increment(ref _heard);
        lock (_lock)
        {
            TimeSpan silence = Stopwatch.GetElapsedTime(_lastHeard);
            _longestSilence = silence > _longestSilence ? silence : _longestSilence;
            _lastHeard = Stopwatch.GetTimestamp();
        }
    }

    public void Fault(string what)
    {
        lock (_lock)
            _faults.Add(what);
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Heard} messages heard, longest silence {LongestSilence.TotalSeconds:F1} s"
        );
}
