using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace MGen.LivePage;

/// <summary>
/// Reads some instruments of a meter of this process: distributions of durations, and observable numbers. An
/// instrument without a reader costs a program nothing, so a reader names those that it shows.
/// </summary>
public sealed class MeterReader : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly (string Instrument, RecentTimes Times)[] _times;
    private readonly ConcurrentDictionary<string, long> _numbers = [];

    /// <summary>Starts to read.</summary>
    /// <param name="meter">The meter's name.</param>
    /// <param name="times">
    /// Names of instruments that record durations in seconds, and what they are called on the page.
    /// </param>
    /// <param name="numbers">Names of observable instruments of type <c>long</c>.</param>
    public MeterReader(
        string meter,
        IReadOnlyList<(string Instrument, string Name)> times,
        params IReadOnlyList<string> numbers
    )
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(numbers);
        _times = [.. times.Select(one => (one.Instrument, new RecentTimes(one.Name)))];
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name != meter)
                return;
            if (_times.FirstOrDefault(one => one.Instrument == instrument.Name).Times is { } found)
                listener.EnableMeasurementEvents(instrument, found);
            else if (numbers.Contains(instrument.Name))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>(
            (_, seconds, _, state) => (state as RecentTimes)?.Record(TimeSpan.FromSeconds(seconds))
        );
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument.Name, value));
        // Last: it calls InstrumentPublished for the instruments that exist already.
        _listener.Start();
    }

    /// <summary>The distributions, in the order of the constructor's; one caller at a time.</summary>
    public IReadOnlyList<LiveTimes> TakeTimes() => [.. _times.Select(one => one.Times.Take())];

    /// <summary>Asks the observable instruments for their present numbers; one caller at a time.</summary>
    /// <returns>
    /// The number by the instrument's name, summed over its measurements; an instrument that does not exist yet counts
    /// as 0. Valid until the next call.
    /// </returns>
    public Func<string, long> ReadNumbers()
    {
        _numbers.Clear();
        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException)
        {
            // The object that an instrument observes has ended already. The other instruments were read.
        }
        return name => _numbers.GetValueOrDefault(name);
    }

    /// <summary>Stops reading.</summary>
    public void Dispose() => _listener.Dispose();

    private void Add(string name, long value) => _numbers.AddOrUpdate(name, value, (_, sum) => sum + value);
}
