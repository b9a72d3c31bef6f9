using System.Globalization;
using MGen.Fitting.Reporting;
using MGen.Report.Figures;
using MGen.Report.Quantities;
using MGen.Report.Tables;

namespace MGen.Report.Fits;

/// <summary>Tables of the fitted users and inputs.</summary>
internal static class FitTables
{
    private const int MostRows = 100;

    private static readonly string[] TimeSymbols = ["i", "w", "a_s", "a_r"];

    /// <summary>The users who wrote the most messages.</summary>
    public static Section Users(FitReport fit)
    {
        UserReport[] users =
        [
            .. fit.Users.OrderByDescending(user => user.Messages).ThenBy(user => user.User, StringComparer.Ordinal),
        ];
        Table table = new(
            [
                "user",
                "messages",
                "chats",
                "s",
                "r",
                "mean i",
                "mean w",
                "mean a_s",
                "mean a_r",
                "mean m, blocks",
                "assumed",
            ],
            [.. users.Take(MostRows).Select(Row)]
        )
        {
            Note = Left(users.Length),
        };
        return new Section("users", "Users", "Users", [], [("Models, by number of messages written", table)]);
    }

    /// <summary>
    /// The inputs, identified by number, because the name of a file may contain the name of a person.
    /// </summary>
    public static Section Inputs(FitReport fit)
    {
        Table table = new(
            ["input", "format", "chats", "messages", "with a file", "rejected", "guessed", "notes"],
            [.. fit.Inputs.Take(MostRows).Select(Row)]
        )
        {
            NameColumns = 2,
            Note = Left(fit.Inputs.Count),
        };
        return new Section("inputs", "Inputs", "Inputs", [], [("Inputs, in the order of the command line", table)]);
    }

    private static string Left(int rows) =>
        rows > MostRows ? $"{Quantity.Count.Text(rows - MostRows)} more are left out; fit.json lists all." : "";

    private static IReadOnlyList<string> Row(UserReport user) =>
        [
            user.User,
            Quantity.Count.Text(user.Messages),
            Quantity.Count.Text(user.Chats),
            Text(user.S),
            Text(user.R),
            .. TimeSymbols.Select(symbol =>
                Quantity.Time.Text(user.MeanSeconds.TryGetValue(symbol, out double mean) ? mean : double.NaN)
            ),
            Quantity.Count.Text(user.MeanBlocks ?? double.NaN),
            user.HasModel ? string.Join(", ", user.Assumed) : "no model",
        ];

    private static IReadOnlyList<string> Row(InputReport input) =>
        [
            input.Number.ToString(CultureInfo.InvariantCulture),
            input.Format,
            Quantity.Count.Text(input.Chats),
            Quantity.Count.Text(input.Messages),
            Quantity.Count.Text(input.MediaMessages),
            Quantity.Count.Text(input.Rejected.Values.Sum()),
            Quantity.Count.Text(input.Assumed.Values.Sum()),
            string.Join("; ", input.Notes),
        ];

    private static string Text(double? share) => share?.ToString("0.00", CultureInfo.InvariantCulture) ?? "–";
}
