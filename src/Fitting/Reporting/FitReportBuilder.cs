using System.Text.Json;
using MGen.Fitting.Goodness;
using MGen.Fitting.Imports;
using MGen.Fitting.Models;
using MGen.Fitting.Races;
using MGen.Model.Conversations;

namespace MGen.Fitting.Reporting;

/// <summary>Builds the report of a fit.</summary>
public static class FitReportBuilder
{
    private const int CurrentVersion = 1;

    /// <summary>The number of members from which on chats are counted together, as in the original.</summary>
    private const int MaxChatSize = 255;

    /// <summary>Builds the report.</summary>
    /// <param name="import">The chats that were read, and the tallies of the inputs.</param>
    /// <param name="pseudonyms">The users' names in the report, by number.</param>
    /// <param name="users">The fitted users.</param>
    /// <param name="options">How the users were fitted.</param>
    /// <param name="goodness">Simulated against real chats, for models of all sizes; may be <c>null</c>.</param>
    /// <param name="classes">The fit by chat size class; <c>null</c>: each user has one model.</param>
    public static FitReport Build(
        ImportResult import,
        IReadOnlyList<string> pseudonyms,
        IReadOnlyList<FittedUser> users,
        FitOptions options,
        GoodnessOfFit? goodness,
        ClassFit? classes
    )
    {
        ArgumentNullException.ThrowIfNull(import);
        ArgumentNullException.ThrowIfNull(options);
        long rejected = import.Tallies.OfType<InputTally>().Sum(tally => tally.Rejected.Sum(entry => entry.Value));
        FitTotals totals = new(
            import.Chats.Chats.Count,
            import.Chats.Messages,
            users.Count,
            users.Count(user => user.Model is not null),
            rejected
        );
        MembershipReport? membership = classes is null ? null : MembershipReport.From(import.Chats.Chats);
        return new FitReport(
            CurrentVersion,
            options.Seed,
            options.Timeout == ActiveTimeoutRule.Quiet ? "quiet" : "spell",
            OriginalRuleNames.Format(options.Rules),
            [.. import.Tallies.Select(Input).OfType<InputReport>()],
            totals,
            ChatSizes(import),
            [
                .. users
                    .Select(user => User(user, pseudonyms[user.User]))
                    .OrderBy(user => user.User, StringComparer.Ordinal),
            ],
            goodness,
            classes is null
                ? null
                : new ClassReport(
                    [.. classes.Classes.Select(size => size.Name)],
                    classes.AnswerExponent,
                    classes.Rhythm?.Weights,
                    options.TimeZone?.Id ?? "UTC",
                    classes.Comparisons,
                    classes.Fallbacks
                ),
            FitWarnings.From(import, membership, users, options, goodness, classes)
        )
        {
            Verdict =
                import.Tallies.OfType<InputTally>().Any(tally => tally.IsDoubtful) || import.Problems.Count > 0
                    ? "doubtful"
                    : "ok",
            Volume = classes?.Volume ?? goodness?.Volume,
            Membership = membership,
        };
    }

    /// <summary>The report as JSON.</summary>
    public static string ToJson(this FitReport report) =>
        JsonSerializer.Serialize(report, FitReportJson.Default.FitReport) + "\n";

    private static InputReport? Input(InputTally? tally, int index) =>
        tally is null
            ? null
            : new(
                index + 1,
                Name(tally.Format),
                tally.Chats,
                tally.Messages,
                tally.Media,
                tally.Rejected.ToDictionary(entry => Name(entry.Key), entry => entry.Value),
                tally.Skipped.ToDictionary(entry => Name(entry.Key), entry => entry.Value),
                tally.Notes
            )
            {
                Assumed = tally.Assumed.ToDictionary(entry => Name(entry.Key), entry => entry.Value),
                Doubtful = tally.IsDoubtful,
                Places =
                [
                    .. Places("rejected", tally.RejectedPlaces),
                    .. Places("assumed", tally.AssumedPlaces),
                    .. Places("skipped", tally.SkippedPlaces),
                ],
            };

    private static IEnumerable<PlaceReport> Places<T>(string kind, IEnumerable<EntryPlaces<T>> places)
        where T : struct, Enum =>
        places.Select(place => new PlaceReport(
            kind,
            Name(place.Reason),
            place.Count,
            [.. place.First.Select(at => at.Line)]
        ));

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static int[] ChatSizes(ImportResult import)
    {
        int[] sizes = new int[
            import.Chats.Chats.Select(chat => Math.Min(chat.Members, MaxChatSize)).DefaultIfEmpty(0).Max() + 1
        ];
        foreach (int members in import.Chats.Chats.Select(chat => chat.Members))
            sizes[Math.Min(members, MaxChatSize)]++;
        return sizes;
    }

    private static UserReport User(FittedUser user, string pseudonym) =>
        new(
            pseudonym,
            user.Model is not null,
            user.Chats,
            user.Messages,
            user.Runs,
            user.Minutes,
            user.ActiveMinutes,
            user.IdleRate,
            user.ActiveRate,
            user.IdleToActive,
            user.ActiveToIdle,
            double.IsFinite(user.LogLikelihood) ? user.LogLikelihood : null,
            user.FailedStarts,
            user.Model?.ActivateOnSend,
            user.Model?.ActivateOnReceive,
            user.Model is { } model ? Means(model) : new Dictionary<string, double>(),
            user.Model?.MessageBlocks.Mean,
            user.Model?.Assumed ?? []
        );

    private static Dictionary<string, double> Means(UserModel model) =>
        new()
        {
            ["i"] = model.IdleDelay.Mean,
            ["w"] = model.QuietTimeout.Mean,
            ["a_s"] = model.DelayAfterSend.Mean,
            ["a_r"] = model.DelayAfterReceive.Mean,
        };
}
