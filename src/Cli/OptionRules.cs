using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace MGen.Cli;

/// <summary>
/// Bounds of options. The parser checks them, so that all errors of a command line are reported together.
/// </summary>
public static class OptionRules
{
    /// <summary>Requires a whole number of at least <paramref name="least"/>.</summary>
    public static void RequireAtLeast(Option<int> option, int least) =>
        option!.Validators.Add(result =>
        {
            if (
                int.TryParse(
                    GivenTo(result),
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out int value
                )
                && value < least
            )
                result.AddError($"{option.Name} {value}: must be at least {least}");
        });

    /// <summary>Requires seconds from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static void RequireSeconds(Option<double> option, double least, double most) =>
        option!.Validators.Add(result =>
        {
            string text = GivenTo(result);
            bool isAllowed =
                double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
                && seconds >= least
                && seconds <= most;
            if (!result.Implicit && !isAllowed)
                result.AddError(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{option.Name} {text}: allowed are seconds from {least} to {most}"
                    )
                );
        });

    /// <summary>Requires a whole number between two bounds, inclusive.</summary>
    public static void RequireBetween(Option<int> option, int least, int most) =>
        option!.Validators.Add(result =>
        {
            if (
                int.TryParse(GivenTo(result), CultureInfo.InvariantCulture, out int value)
                && (value < least || value > most)
            )
                result.AddError($"{option.Name} {value}: allowed are {least} to {most}");
        });

    /// <summary>Requires a number between two bounds, inclusive.</summary>
    public static void RequireBetween(Option<double> option, double least, double most) =>
        option!.Validators.Add(result =>
        {
            string text = GivenTo(result);
            if (
                double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && !(value >= least && value <= most)
            )
                result.AddError(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{option.Name} {text}: allowed are numbers from {least} to {most}"
                    )
                );
        });

    /// <summary>The value as typed. The parser itself reports a value that it cannot parse.</summary>
    private static string GivenTo(OptionResult result) => result.Tokens.Count == 0 ? "" : result.Tokens[^1].Value;
}
