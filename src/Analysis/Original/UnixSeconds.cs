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

    /// <summary>
    /// Below this number of seconds the scaled fraction would overflow 64 bits, so the fast path is not used.
    /// </summary>
    private const long FastFrom = 1L << 20;

    /// <summary>
    /// Rounds to nearest, ties to even; a floating-point division would round twice. The seconds fill the upper bits of
    /// the 53-bit mantissa. The fraction is scaled to the remaining bits and divided as an integer, and the remainder
    /// decides the rounding.
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

/// <summary>
/// Formats floating-point numbers as the original's JSON library does: the shortest digits that parse to the same
/// number, always with a point or an exponent; without exponent from 1e-5 to below 1e16.
/// </summary>
internal static class JsonNumber
{
    /// <summary>Most bytes of a number.</summary>
    public const int MaxBytes = 32;

    private const int MaxPlainDigits = 16;
    private const int MaxPlainZeros = 5;

    /// <summary>Writes a finite number. It may be negative, as a round trip can be when clocks change.</summary>
    /// <returns>The number of bytes.</returns>
    public static int Format(double value, Span<byte> target)
    {
        value.TryFormat(target, out int length, "R", CultureInfo.InvariantCulture);
        ReadOnlySpan<byte> shortest = target[..length];
        bool isWhole = !shortest.Contains((byte)'.');
        if (shortest.Contains((byte)'E') || (isWhole && length > MaxPlainDigits))
            return FormatAnew(value, target);
        if (!isWhole)
            return length;
        ".0"u8.CopyTo(target[length..]);
        return length + 2;
    }

    /// <summary>
    /// Rearranges digits, because the base library switches to exponents at other magnitudes than the original.
    /// </summary>
    private static int FormatAnew(double value, Span<byte> target)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        string sign = text[0] == '-' ? "-" : "";
        string[] parts = text[sign.Length..].Split('E');
        int exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        int point =
            exponent + (parts[0].IndexOf('.', StringComparison.Ordinal) is >= 0 and var at ? at : parts[0].Length);
        string digits = parts[0].Replace(".", "", StringComparison.Ordinal).TrimEnd('0');
        string written = point switch
        {
            > -MaxPlainZeros and <= 0 => $"0.{new string('0', -point)}{digits}",
            > 0 and <= MaxPlainDigits when digits.Length <= point => $"{digits.PadRight(point, '0')}.0",
            > 0 and <= MaxPlainDigits => $"{digits[..point]}.{digits[point..]}",
            _ => $"{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{point - 1}",
        };
        return System.Text.Encoding.ASCII.GetBytes(sign + written, target);
    }
}
