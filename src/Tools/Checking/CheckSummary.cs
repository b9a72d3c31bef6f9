using System.Globalization;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Peers;
using MGen.Model.Conversations;

namespace MGen.Tools.Checking;

/// <summary>How much a run's configurations hold. All counts are 0 if there are errors.</summary>
/// <param name="Users">Files, which are users.</param>
/// <param name="Conversations">Conversations of all users: connections of a run.</param>
/// <param name="Groups">Different groups.</param>
/// <param name="Models">Different <c>distributions</c> blocks in use.</param>
/// <param name="Distributions">Distributions in use by their names, each counted once however many conversations share
/// it.</param>
/// <param name="Errors">Errors.</param>
internal sealed record CheckSummary(
    int Users,
    int Conversations,
    int Groups,
    int Models,
    IReadOnlyDictionary<string, int> Distributions,
    int Errors
)
{
    /// <summary>The counts of client files.</summary>
    public static CheckSummary Of(LoadResult result) =>
        Of(result.Users.Count, [.. result.Users.SelectMany(user => user.Conversations)], result.Errors.Count);

    /// <summary>The counts of peer files.</summary>
    public static CheckSummary Of(PeerLoadResult result) =>
        Of(result.Users.Count, [.. result.Users.SelectMany(user => user.Conversations)], result.Errors.Count);

    /// <summary>One line for a person.</summary>
    public override string ToString() =>
        Errors > 0
            ? string.Create(CultureInfo.InvariantCulture, $"failed: {Counted(Errors, "error")}\n")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"ok: {Counted(Users, "user")}, {Counted(Conversations, "conversation")}, {Counted(Groups, "group")}, {DistributionsText()}\n"
            );

    private static CheckSummary Of(int users, ConfiguredConversation[] conversations, int errors)
    {
        HashSet<object> models = new(
            conversations.Select(conversation => conversation.Model),
            ReferenceEqualityComparer.Instance
        );
        return new CheckSummary(
            users,
            conversations.Length,
            conversations.Select(conversation => conversation.Group).Distinct().Count(),
            models.Count,
            DistributionNames.Count(models.Cast<ConversationModel>()),
            errors
        );
    }

    private string DistributionsText()
    {
        string counted = Counted(Distributions.Values.Sum(), "distribution");
        string byName = string.Join(
            ", ",
            Distributions.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key} {entry.Value}"))
        );
        return byName.Length == 0 ? counted : $"{counted} ({byName})";
    }

    private static string Counted(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
