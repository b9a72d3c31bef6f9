using System.Globalization;
using System.Text.Json.Serialization;
using MGen.Fitting.Chats;
using MGen.Fitting.Goodness;
using MGen.Fitting.Imports;
using MGen.Fitting.Races;

namespace MGen.Fitting.Reporting;

/// <summary>
/// The result of a fit for a program; its format is <c>docs/schemas/fit.schema.json</c>. It contains no name, text or
/// path.
/// </summary>
/// <param name="Version">Version of the schema.</param>
/// <param name="Seed">Seed of all draws except the pseudonyms.</param>
/// <param name="ActiveTimeout">The rule that W was fitted for: quiet or spell.</param>
/// <param name="Compat">The enabled rules of the original.</param>
/// <param name="Inputs">The inputs that could be read, in their order.</param>
/// <param name="Totals">Counts over all inputs.</param>
/// <param name="ChatSizes">
/// Number of chats by number of members, which is the index; the last element includes all larger ones.
/// </param>
/// <param name="Users">The users, in the order of their pseudonyms.</param>
/// <param name="Goodness">
/// Simulated against real chats; <c>null</c> if it was not requested, and for a fit by class.
/// </param>
/// <param name="Classes">The fit by chat size class; <c>null</c>: each user has one model for all sizes.</param>
/// <param name="Warnings">What a reader should know, in words.</param>
public sealed record FitReport(
    int Version,
    ulong Seed,
    string ActiveTimeout,
    IReadOnlyList<string> Compat,
    IReadOnlyList<InputReport> Inputs,
    FitTotals Totals,
    IReadOnlyList<int> ChatSizes,
    IReadOnlyList<UserReport> Users,
    GoodnessOfFit? Goodness,
    ClassReport? Classes,
    IReadOnlyList<string> Warnings
)
{
    /// <summary>
    /// "ok", or "doubtful": an input could not be read or has no message, or more than
    /// <see cref="Imports.InputTally.DoubtfulShare"/> of an input is not understood.
    /// </summary>
    public string Verdict { get; init; } = "ok";

    /// <summary>
    /// Messages per user and day over all chats, real and simulated; <c>null</c> if nothing was simulated. A fit by
    /// class extrapolates to the chats' whole time; without classes it is <c>null</c> unless the whole time was
    /// simulated.
    /// </summary>
    public VolumeTotal? Volume { get; init; }

    /// <summary>How the numbers of members of the chats are known; <c>null</c> if the fit is not by class.</summary>
    public MembershipReport? Membership { get; init; }
}

/// <summary>Numbers of chats by how their number of members is known.</summary>
/// <param name="FromTable">Chats whose number of members is in the table of members.</param>
/// <param name="FromExport">Chats whose export gives the number of members, or names members.</param>
/// <param name="AuthorsOnly">
/// Chats that count with their number of authors, at least two, because the export names no other members.
/// </param>
/// <param name="GroupsWithOneAuthor">
/// Groups with one author whose members the export does not name. They count as groups of three.
/// </param>
/// <param name="ChatsWithOneAuthor">
/// Chats with one author for which the export does not say whether they are groups. They count as chats of two.
/// </param>
/// <param name="SilentMembers">Number of members of all chats who never wrote, as far as known.</param>
public sealed record MembershipReport(
    int FromTable,
    int FromExport,
    int AuthorsOnly,
    int GroupsWithOneAuthor,
    int ChatsWithOneAuthor,
    long SilentMembers
)
{
    internal static MembershipReport From(IReadOnlyList<Chat> chats) =>
        new(
            chats.Count(chat => chat.MembersFrom == MemberSource.Table),
            chats.Count(chat => chat.MembersFrom == MemberSource.Export),
            chats.Count(chat => chat.MembersFrom == MemberSource.Authors),
            chats.Count(chat => chat.MembersFrom == MemberSource.OneAuthorOfGroup),
            chats.Count(chat => chat.MembersFrom == MemberSource.OneAuthor),
            chats
                .Where(chat => chat.MembersFrom is MemberSource.Table or MemberSource.Export)
                .Sum(chat => (long)chat.Members - chat.Messages.DistinctBy(message => message.Author).Count())
        );
}

/// <summary>Counts over all inputs.</summary>
/// <param name="Chats">Number of chats.</param>
/// <param name="Messages">Number of messages.</param>
/// <param name="Users">Number of users who sent a message.</param>
/// <param name="Models">Number of users with a model.</param>
/// <param name="Rejected">Number of entries left out that should have been messages.</param>
public sealed record FitTotals(int Chats, long Messages, int Users, int Models, long Rejected);

/// <summary>The part of the report about a fit by chat size class.</summary>
/// <param name="Names">
/// The classes, ascending; each model directory has one directory per class, <c>size-</c> and this name.
/// </param>
/// <param name="AnswerExponent">
/// The exponent alpha: a member's hazard of answering is proportional to (members - 1)^-alpha.
/// </param>
/// <param name="Rhythm">
/// The 168 weights of the hours of the week at which users start bursts, from Monday 0 h, with mean 1; <c>null</c>:
/// none is fitted.
/// </param>
/// <param name="TimeZone">The time zone of the inputs whose times are UTC.</param>
/// <param name="Compared">
/// Real against simulated chats, for the classes that have chats; empty if nothing was simulated.
/// </param>
/// <param name="Fallbacks">Descriptions of what is used where there are no data.</param>
public sealed record ClassReport(
    IReadOnlyList<string> Names,
    double AnswerExponent,
    IReadOnlyList<double>? Rhythm,
    string TimeZone,
    IReadOnlyList<ClassComparison> Compared,
    IReadOnlyList<string> Fallbacks
);

/// <summary>Serializer generated at build time: programs that are compiled ahead of time have no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(FitReport))]
internal sealed partial class FitReportJson : JsonSerializerContext;

/// <summary>One user.</summary>
/// <param name="User">The pseudonym, which is the name of the model's directory.</param>
/// <param name="HasModel">Whether there were enough observations for a model.</param>
/// <param name="Chats">Number of chats to which the user sent a message.</param>
/// <param name="Messages">Number of messages sent by the user.</param>
/// <param name="Runs">Number of runs of minutes.</param>
/// <param name="Minutes">Total length of the runs in minutes.</param>
/// <param name="ActiveMinutes">Minutes labelled active.</param>
/// <param name="IdleMessagesPerMinute">Rate of the hidden Markov model's idle state.</param>
/// <param name="ActiveMessagesPerMinute">Rate of its active state.</param>
/// <param name="IdleToActive">Probability that an active minute follows an idle one.</param>
/// <param name="ActiveToIdle">Probability that an idle minute follows an active one.</param>
/// <param name="LogLikelihood">Log-likelihood of the best training; <c>null</c> if it is undefined.</param>
/// <param name="FailedStarts">Number of starting points whose training ended with an undefined likelihood.</param>
/// <param name="S">Share of messages sent while idle that activate; <c>null</c> without a model.</param>
/// <param name="R">Share of messages received while idle that activate; <c>null</c> without a model.</param>
/// <param name="MeanSeconds">Means of i, w, a_s and a_r in seconds; empty without a model.</param>
/// <param name="MeanBlocks">Mean size of messages in blocks; <c>null</c> without a model.</param>
/// <param name="Assumed">The parts that are defaults, because nothing was observed.</param>
public sealed record UserReport(
    string User,
    bool HasModel,
    int Chats,
    long Messages,
    int Runs,
    int Minutes,
    int ActiveMinutes,
    double IdleMessagesPerMinute,
    double ActiveMessagesPerMinute,
    double IdleToActive,
    double ActiveToIdle,
    double? LogLikelihood,
    int FailedStarts,
    double? S,
    double? R,
    IReadOnlyDictionary<string, double> MeanSeconds,
    double? MeanBlocks,
    IReadOnlyList<string> Assumed
);

/// <summary>One input, identified by its number, because a file's name may be a user's name.</summary>
/// <param name="Number">Its position on the command line after expansion of patterns, from 1.</param>
/// <param name="Format">The format in which the input was read.</param>
/// <param name="Chats">Number of chats with messages.</param>
/// <param name="Messages">Number of messages.</param>
/// <param name="MediaMessages">Number of messages with a file.</param>
/// <param name="Rejected">Entries left out that should have been messages, by reason.</param>
/// <param name="Skipped">Entries that are correctly not messages, by reason.</param>
/// <param name="Notes">What was detected or assumed about the input.</param>
public sealed record InputReport(
    int Number,
    string Format,
    int Chats,
    long Messages,
    long MediaMessages,
    IReadOnlyDictionary<string, long> Rejected,
    IReadOnlyDictionary<string, long> Skipped,
    IReadOnlyList<string> Notes
)
{
    /// <summary>Messages that rest on an assumption, by assumption.</summary>
    public IReadOnlyDictionary<string, long> Assumed { get; init; } = new Dictionary<string, long>();

    /// <summary>
    /// Whether the input has no message, or more than <see cref="Imports.InputTally.DoubtfulShare"/> of its entries are
    /// not understood.
    /// </summary>
    public bool Doubtful { get; init; }

    /// <summary>
    /// Lines of the entries that were left out or rest on an assumption: the first ones of each reason.
    /// </summary>
    public IReadOnlyList<PlaceReport> Places { get; init; } = [];
}

/// <summary>Entries of one kind and reason.</summary>
/// <param name="Kind">rejected, assumed or skipped.</param>
/// <param name="Reason">The reason, as in the counts.</param>
/// <param name="Count">Number of entries.</param>
/// <param name="Lines">Lines of the first entries, at most five; 0 where an entry has no line.</param>
public sealed record PlaceReport(string Kind, string Reason, long Count, IReadOnlyList<int> Lines);

/// <summary>Descriptions of the results of entries.</summary>
public static class EntryDescriptions
{
    /// <summary>Describes why entries were left out.</summary>
    public static string Describe(EntryRejection reason) =>
        reason switch
        {
            EntryRejection.BadDate => "no such date or time",
            EntryRejection.DateOutOfRange => "the date is not from 1970 to 2199",
            EntryRejection.NoAuthor => "no author",
            EntryRejection.BadField => "a field is missing or has the wrong type",
            EntryRejection.DuplicateField => "a field occurs twice",
            EntryRejection.DuplicateNumber => "the message's number occurs twice",
            EntryRejection.UnknownHeader => "a date and time in an unknown form",
            EntryRejection.UnknownMarker => "an unknown text written by the app",
            EntryRejection.UnclearAuthor => "a colon without a space after a text that is not a name",
            EntryRejection.UnknownType => "an unknown type of entry",
            EntryRejection.NoContent => "no text, file or other known content",
            _ => "text before the first message",
        };

    /// <summary>Describes what was assumed about entries.</summary>
    public static string Describe(EntryAssumption assumption) =>
        assumption switch
        {
            EntryAssumption.UnknownPlaceholder => "an unknown short text written by the app, interpreted as a file",
            EntryAssumption.UnknownEditMark => "words in angle brackets at the end, interpreted as the mark of an edit",
            EntryAssumption.UnknownAttachment => "a file name with unknown words, interpreted as a file",
            EntryAssumption.FileNotInExport => "a file that is not in the export, of unknown size",
            EntryAssumption.OtherHeaderForm =>
                "a date and time of another form than the first one's, interpreted as a message",
            EntryAssumption.SentenceAsAuthor =>
                "an author of one line whose name reads like a sentence, interpreted as a person",
            EntryAssumption.ColonInName =>
                "a name that may contain a colon, interpreted as part of the name if it occurs twice",
            EntryAssumption.SharedName =>
                "a name that occurs with and without the tilde of strangers, interpreted as two people",
            EntryAssumption.TimeOutOfOrder => "a time more than a day out of order, interpreted as a message",
            EntryAssumption.FutureTime =>
                "a time more than a day in the future, perhaps of another calendar, interpreted as it is",
            EntryAssumption.OtherMembersExport =>
                "times and lengths of another input's chat with other names, interpreted as another chat",
            EntryAssumption.SharedNumber =>
                "a phone number with another service identifier than before, interpreted as the same person",
            EntryAssumption.UnknownChatType => "a chat of an unknown type, interpreted as a conversation",
            EntryAssumption.DatesDisagree => "two dates more than a day apart, of which the Unix time is used",
            EntryAssumption.GroupAsAuthor => "a group or channel as the sender, interpreted as one person",
            EntryAssumption.RepeatedNumber => "the number of another message, interpreted as a further message",
            _ => "a message without known content, interpreted as an empty one",
        };

    /// <summary>Describes why entries are not messages.</summary>
    public static string Describe(EntrySkip skip) =>
        skip switch
        {
            EntrySkip.Service => "notices of the messenger",
            EntrySkip.ServiceWithColon => "notices of the messenger with a colon",
            EntrySkip.Reaction => "reactions, receipts and edits",
            EntrySkip.Control => "control entries",
            EntrySkip.Call => "calls",
            EntrySkip.Deleted => "deleted messages",
            EntrySkip.Doubled => "duplicate messages",
            _ => "chats that are not conversations",
        };

    internal static string Text(EntryRejection reason, long count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} left out ({Describe(reason)})");

    internal static string Text(EntryAssumption assumption, long count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} assumed ({Describe(assumption)})");
}
