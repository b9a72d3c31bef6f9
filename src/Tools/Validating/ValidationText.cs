using System.Globalization;
using System.Text;
using MGen.Validation;

namespace MGen.Tools.Validating;

/// <summary>Formats a comparison with published facts for people.</summary>
internal static class ValidationText
{
    /// <summary>Formats summary lines, one line per fact, and the sources of those that are not met.</summary>
    public static string Format(FactCheck validation)
    {
        StringBuilder text = new();
        Line(
            text,
            $"validate  {validation.Subject}: {validation.Count(FactResult.Pass)} pass   {validation.Count(FactResult.Fail)} fail   {validation.Count(FactResult.Unknown)} unknown"
        );
        Line(
            text,
            $"people    {validation.Users:N0} users   {validation.Chats:N0} chats   {validation.Messages:N0} messages in {validation.Days:N1} days"
        );
        foreach (FactResult fact in validation.Facts)
            Line(
                text,
                $"{fact.Verdict, -8}  {fact.Id, -18} {Found(fact), 10}   allowed {Allowed(fact), -18} {fact.Statement}"
            );
        foreach (FactResult fact in validation.Facts.Where(fact => fact.Verdict == FactResult.Fail))
            Line(text, $"missed    {fact.Id}: {fact.Published} ({fact.Source})");
        return text.ToString();
    }

    private static string Found(FactResult fact) =>
        fact.Found is { } found ? Number(found) : string.Create(CultureInfo.InvariantCulture, $"(n = {fact.Sample})");

    private static string Allowed(FactResult fact) =>
        fact switch
        {
            { Least: { } least, Most: { } most } => $"{Number(least)} to {Number(most)}",
            { Least: { } least } => $"from {Number(least)}",
            _ => $"up to {Number(fact.Most ?? double.NaN)}",
        };

    private static string Number(double value) =>
        value.ToString(Math.Abs(value) >= 100 ? "N0" : "0.###", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
