using System.Globalization;

namespace MGen.Analysis.Original;

/// <summary>A log's time as the original keeps it: seconds, the floating-point number nearest to the nine decimals in the line.</summary>
internal static class UnixSeconds
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const int MantissaBits = 53;

    /// <summary>Below this the fraction's bits do not fit the fast way.</summary>
    private const long FastFrom = 1L << 20;

    /// <summary>
    /// Nearest, ties to even: dividing as floating point would round twice. The second takes the number's upper bits and the fraction, scaled to
    /// the rest of the 53, is divided exactly.
    /// </summary>
    public static double Of(long unixNanoseconds)
    {
        (long second, long fraction) = Math.DivRem(unixNanoseconds, NanosecondsPerSecond);
        if (second < FastFrom)
            return double.Parse(string.Create(CultureInfo.InvariantCulture, $"{second}.{fraction:D9}"), CultureInfo.InvariantCulture);
        int shift = MantissaBits - 1 - (int)long.Log2(second);
        (long quotient, long rest) = Math.DivRem(fraction << shift, NanosecondsPerSecond);
        long mantissa = (second << shift) + quotient;
        bool up = rest * 2 > NanosecondsPerSecond || (rest * 2 == NanosecondsPerSecond && (mantissa & 1) == 1);
        return Math.ScaleB(mantissa + (up ? 1 : 0), -shift);
    }
}
