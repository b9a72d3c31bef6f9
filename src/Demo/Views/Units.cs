using System.Globalization;
using MGen.Demo.Accounting;

namespace MGen.Demo.Views;

/// <summary>Formats numbers for people: three significant digits, and a unit.</summary>
internal static class Units
{
    private static readonly string[] ByteUnits = ["B", "kB", "MB", "GB", "TB"];

    /// <summary><c>412 B</c>, <c>1.2 kB</c>, <c>12.3 MB</c>: decimal units.</summary>
    public static string Bytes(double bytes)
    {
        int unit = 0;
        for (; bytes >= 999.5 && unit < ByteUnits.Length - 1; unit++)
            bytes /= 1000;
        return $"{bytes.ToString(unit == 0 ? "F0" : ThreeDigits(bytes), CultureInfo.InvariantCulture)} {ByteUnits[unit]}";
    }

    /// <summary><c>0.42 ms</c>, <c>12.3 ms</c>, <c>1.31 s</c>.</summary>
    public static string Time(TimeSpan time)
    {
        double milliseconds = time.TotalMilliseconds;
        return milliseconds < 999.5
            ? $"{milliseconds.ToString(ThreeDigits(milliseconds), CultureInfo.InvariantCulture)} ms"
            : $"{time.TotalSeconds.ToString(ThreeDigits(time.TotalSeconds), CultureInfo.InvariantCulture)} s";
    }

    /// <summary><c>1,234</c></summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string ThreeDigits(double number) =>
        number switch
        {
            < 9.995 => "F2",
            < 99.95 => "F1",
            _ => "F0",
        };
}

/// <summary>Describes the effect of a kill on traffic.</summary>
internal static class KillText
{
    /// <summary>Describes the current state.</summary>
    public static string Format(Kill kill) =>
        kill.IsOver
            ? Outcome(kill.HeldUp, kill.Pause)
            : $"{Deliveries(kill.HeldUp + kill.Waiting)} held up, {Units.Count(kill.Waiting)} still wait";

    /// <summary>Describes the final state.</summary>
    /// <param name="heldUp">Deliveries that had to wait.</param>
    /// <param name="pause">The time from the kill until the last of these arrived.</param>
    public static string Outcome(long heldUp, TimeSpan pause) =>
        heldUp == 0 ? "nothing had to wait" : $"paused for {Units.Time(pause)}: {Deliveries(heldUp)} held up";

    private static string Deliveries(long count) => count == 1 ? "1 delivery" : $"{Units.Count(count)} deliveries";
}
