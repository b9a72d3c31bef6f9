using System.Globalization;

namespace MGen.Model.Configuration.Fields;

/// <summary>The numbers of YAML 1.2's core schema, as far as a configuration needs them.</summary>
internal static class PlainNumber
{
    /// <summary>
    /// Parses <c>1</c>, <c>-1.0</c>, <c>1e3</c>, <c>.5</c>, <c>5.</c>, and numbers that are not finite (<c>.inf</c>,
    /// <c>.nan</c>, <c>1e999</c>), which the caller rejects where it needs to.
    /// </summary>
    public static bool TryParseReal(ReadOnlySpan<char> text, out double value)
    {
        const NumberStyles Style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        value = double.NaN;
        ReadOnlySpan<char> unsigned = text.TrimStart("+-");
        if (
            unsigned.Equals(".inf", StringComparison.OrdinalIgnoreCase)
            || unsigned.Equals(".nan", StringComparison.OrdinalIgnoreCase)
        )
            return true;
        return unsigned.ContainsAnyInRange('0', '9')
            && double.TryParse(text, Style, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Parses <c>12</c>, <c>+12</c> and <c>0xC</c>.</summary>
    public static bool TryParseWhole(ReadOnlySpan<char> text, out ulong value)
    {
        if (text.StartsWith("0x"))
            return ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        ReadOnlySpan<char> digits = text.StartsWith('+') ? text[1..] : text;
        return ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
