namespace MGen.Export.Links;

/// <summary>
/// Puts records in order of time. A record may be added up to <paramref name="holdNanoseconds"/> after one that follows
/// it; what comes even later is moved to the time of the last record that has left, and counted.
/// </summary>
internal sealed class RecordOrder(ILinkFormat[] formats, long holdNanoseconds)
{
    private readonly TimeQueue<LinkRecord> _waiting = new();
    private long _latest = long.MinValue;
    private long _left = long.MinValue;

    /// <summary>Records that have left.</summary>
    public long Written { get; private set; }

    /// <summary>Records that came too late and were moved.</summary>
    public long Moved { get; private set; }

    public void Add(in LinkRecord record)
    {
        if (holdNanoseconds == 0 && record.Time == _latest && _waiting.IsEmpty)
        {
            Leave(record);
            return;
        }
        if (record.Time >= _left)
        {
            _waiting.Add(record.Time, record);
            return;
        }
        Moved++;
        _waiting.Add(_left, record with { Time = _left });
    }

    /// <summary>The events have come to this time.</summary>
    public void AdvanceTo(long now)
    {
        if (now <= _latest)
            return;
        _latest = now;
        Release(now - holdNanoseconds);
    }

    /// <summary>Lets everything leave.</summary>
    public void Complete()
    {
        Release(long.MaxValue);
        foreach (ILinkFormat format in formats)
            format.End(_latest);
    }

    private void Release(long upTo)
    {
        while (_waiting.TryTake(upTo, out _, out LinkRecord record))
            Leave(record);
    }

    private void Leave(in LinkRecord record)
    {
        _left = record.Time;
        Written += record.Bytes == 0 ? 0 : 1;
        foreach (ILinkFormat format in formats)
            format.Write(record);
    }
}
