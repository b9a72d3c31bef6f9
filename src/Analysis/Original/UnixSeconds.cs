using System.Globalization;

namespace MGen.Analysis.Original;

/// <summary>
/// Converts a log's time as the original does: seconds, the floating-point number nearest to the nine decimals in the
/// line.
/// </summary>
internal static class UnixSeconds
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const int MantissaBits = 53;

    /// <summary>Below this the bits of the fraction do not fit the fast path.</summary>
    private const long FastFrom = 1L << 20;

    /// <summary>
    /// Rounds to nearest, ties to even; a floating-point division would round twice. The seconds take the upper bits,
    /// and the fraction, scaled to the remaining ones of 53, is divided exactly.
    /// </summary>
    public static double From(long unixNanoseconds)
    {
        (long second, long fraction) = Math.DivRem(unixNanoseconds, NanosecondsPerSecond);
        if (second < FastFrom)
            return double.Parse(
                string.Create(CultureInfo.InvariantCulture, $"{second}.{fraction:D9}"),
                CultureInfo.InvariantCulture
            );
        int shift = MantissaBits - 1 - (int)long.Log2(second);
        (long quotient, long rest) = Math.DivRem(fraction << shift, NanosecondsPerSecond);
        long mantissa = (second << shift) + quotient;
        bool up = rest * 2 > NanosecondsPerSecond || (rest * 2 == NanosecondsPerSecond && (mantissa & 1) == 1);
        return Math.ScaleB(mantissa + (up ? 1 : 0), -shift);
    }
}
