using System.Buffers.Text;
using System.Globalization;

namespace MGen.EventLog;

/// <summary>
/// The part of a line's time that is constant within a second, cached until the second changes. Not thread-safe.
/// </summary>
internal sealed class SecondText
{
    /// <summary>
    /// The last second that both a date and nanoseconds in a <see cref="long"/> can represent (year 2262).
    /// </summary>
    public const long MaxUnixSecond = (long.MaxValue / 1_000_000_000) - 1;

    private readonly byte[] _text = new byte[48];
    private int _length;
    private long _unixSecond = -1;

    /// <summary><c>YYYY-MM-DD HH:MM:SS,&lt;unix seconds&gt;.</c></summary>
    /// <param name="unixSecond">0 to <see cref="MaxUnixSecond"/>.</param>
    public ReadOnlySpan<byte> Format(long unixSecond)
    {
        if (unixSecond != _unixSecond)
            Render(unixSecond);
        return _text.AsSpan(0, _length);
    }

    private void Render(long unixSecond)
    {
        DateTime time = DateTime.UnixEpoch.AddSeconds(unixSecond);
        time.TryFormat(_text, out int date, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        _text[date] = (byte)',';
        Utf8Formatter.TryFormat(unixSecond, _text.AsSpan(date + 1), out int digits);
        _length = date + 1 + digits + 1;
        _text[_length - 1] = (byte)'.';
        _unixSecond = unixSecond;
    }
}

/// <summary>Conversions to the log's time.</summary>
internal static class UnixTime
{
    /// <summary>Nanoseconds in a second.</summary>
    public const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Nanoseconds since 1970-01-01 UTC; a multiple of 100.</summary>
    public static long Nanoseconds(DateTimeOffset time) =>
        (time.UtcTicks - DateTime.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick;
}
