using System.Globalization;

namespace MGen.Cli;

/// <summary>How long work will still take, if it goes on as it went.</summary>
public static class TimeLeft
{
    /// <summary>As in <c>, about 12 s left</c>; nothing while too little is done to tell.</summary>
    /// <param name="elapsed">How long it has taken.</param>
    /// <param name="done">The part that is done, from 0 to 1.</param>
    public static string Format(TimeSpan elapsed, double done)
    {
        const double Least = 0.005;
        if (!(done >= Least))
            return "";
        TimeSpan left = TimeSpan.FromSeconds(Math.Ceiling(elapsed.TotalSeconds * Math.Max(0, 1 - done) / done));
        return left < TimeSpan.FromMinutes(2)
            ? string.Create(CultureInfo.InvariantCulture, $", about {left.TotalSeconds:F0} s left")
            : string.Create(CultureInfo.InvariantCulture, $", about {left.TotalMinutes:F0} min left");
    }
}
