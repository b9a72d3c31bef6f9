using System.Globalization;

namespace MGen.Demo.Views;

/// <summary>The growth of a count in each of the last seconds.</summary>
internal sealed class RateHistory
{
    /// <summary>The number of seconds kept, and of columns drawn.</summary>
    public const int Length = 30;

    private const string Bars = "▁▂▃▄▅▆▇█";

    private readonly Queue<double> _rates = new(Length);
    private TimeSpan _lastAt;
    private long _last;

    /// <summary>Growth per second between the last two samples; 0 before the second.</summary>
    public double Current { get; private set; }

    /// <summary>Adds a sample.</summary>
    /// <param name="at">
    /// The time of the sample. A sample at time 0 is the base; a sample that is not later than the last one is ignored.
    /// </param>
    /// <param name="count">The count at that time.</param>
    public void Add(TimeSpan at, long count)
    {
        if (at == TimeSpan.Zero)
            _last = count;
        if (at <= _lastAt)
            return;
        Current = (count - _last) / (at - _lastAt).TotalSeconds;
        (_lastAt, _last) = (at, count);
        if (_rates.Count == Length)
            _rates.Dequeue();
        _rates.Enqueue(Current);
    }

    /// <summary>One bar per second, the newest at the right; the highest bar is the largest rate shown.</summary>
    public string Sparkline()
    {
        double top = _rates.DefaultIfEmpty().Max();
        return string.Concat(
            _rates.Select(rate => rate <= 0 ? ' ' : Bars[(int)Math.Ceiling(rate / top * Bars.Length) - 1])
        );
    }

    /// <summary><c>12.3/s</c></summary>
    public override string ToString() =>
        Current.ToString(Current < 99.95 ? "F1" : "F0", CultureInfo.InvariantCulture) + "/s";
}
