using System.Globalization;
using MGen.Report.Tables;
using MGen.Validation;

namespace MGen.Report.Figures;

/// <summary>The comparison of the simulated people with published facts.</summary>
internal static class FactSection
{
    public static Section From(FactCheck validation) =>
        new(
            "facts",
            "Published facts",
            "Comparison with published facts",
            [],
            [
                (
                    $"{validation.Subject}: {validation.Count(FactResult.Pass)} pass, {validation.Count(FactResult.Fail)} fail, {validation.Count(FactResult.Unknown)} unknown",
                    FactTable(validation)
                ),
            ]
        );

    private static Table FactTable(FactCheck validation) =>
        new(
            ["", "fact", "published", "source", "found", "least", "most", "of"],
            [
                .. validation.Facts.Select(fact =>
                    (IReadOnlyList<string>)
                        [
                            fact.Verdict,
                            fact.Statement,
                            fact.Published,
                            fact.Source,
                            Number(fact.Found),
                            Number(fact.Least),
                            Number(fact.Most),
                            fact.Sample.ToString("N0", CultureInfo.InvariantCulture),
                        ]
                ),
            ]
        )
        {
            NameColumns = 4,
            Note = "Unknown: too few observations. docs/VALIDATE.md explains the tolerances and the known failures.",
        };

    private static string Number(double? value) =>
        value is { } number ? number.ToString("G3", CultureInfo.InvariantCulture) : "–";
}
