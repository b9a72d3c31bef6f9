using System.Text.Json;
using MGen.Analysis.Inputs;
using MGen.Analysis.Joining;
using MGen.Analysis.Reading;
using MGen.Analysis.Results;
using MGen.Analysis.Roster;
using MGen.Analysis.Tallies;
using MGen.EventLog;

namespace MGen.Analysis;

/// <summary>Builds a result.</summary>
internal sealed class ResultBuilder
{
    private readonly ResultParts _parts;
    private readonly ClassTally _total;

    private ResultBuilder(ResultParts parts) => (_parts, _total) = (parts, parts.Joined.Total());

    private ReadTally Read => _parts.Reader.Tally;

    private JoinTally Joined => _parts.Joined;

    public static AnalysisResult Build(ResultParts parts) => new ResultBuilder(parts).Build();

    private AnalysisResult Build()
    {
        MessageCounts messages = Messages();
        InputSummary input = InputBuilder.Build(_parts);
        VolumeTally volumes = new();
        volumes.Add(Read.Volumes);
        volumes.Add(Joined.Volumes);
        IReadOnlyList<string> warnings = WarningList.Build(_parts, input, messages);
        return new AnalysisResult
        {
            ProgramVersion = _parts.Options.ProgramVersion,
            Label = _parts.Run.Label,
            Verdict = VerdictOf(messages, input),
            Run = _parts.Run.Summary?.Identity,
            Settings = _parts.Window.ToSettings(_parts.Options.Timeout),
            Input = input,
            Messages = messages,
            RoundTrip = _total.RoundTrip.ToDistribution(),
            Delivery = _total.Delivery.ToDistribution(),
            ToServer = Joined.ToServer.ToDistribution(),
            GroupSizes = GroupSizes(),
            MessageSizes =
            [
                .. Joined
                    .MessageSizes.Select((tally, i) => tally.ToResult(SizeClass.Bytes[i], 0))
                    .Where(part => part.Sent > 0),
            ],
            Conversations = Conversations(),
            Users = UserTable.Build(_parts.Roster, Joined.Users),
            Losses = Losses(),
            Volumes = volumes.ToSeries((long?)_parts.Options.Bin?.TotalSeconds),
            Attachments = Read.Attachments.ToSummary(Read[EventKind.Receiving], Read[EventKind.Sending]),
            Connections = Connections(),
            Errors = Read.Errors.ToDictionary(AnalysisResult.MaxErrorKinds),
            Generator = (
                _parts.Run.Summary?.Health
                ?? new GeneratorHealth(LatencyDistribution.Empty, null, null, null, null, null)
            ) with
            {
                ScheduleLag = Read.ScheduleLag.ToDistribution(),
            },
            Warnings = warnings,
        };
    }

    private MessageCounts Messages() =>
        new()
        {
            Sent = _total.Sent,
            SentBytes = Joined.SentBytes,
            LeftOut = Joined.LeftOut,
            Owed = _total.Owed,
            Acknowledged = _total.RoundTrip.Count,
            Late = Joined.Late,
            NeverAcknowledged = _total.RoundTrip.Missing,
            Undecided = Joined.Undecided,
            DeliveriesOwed = _total.DeliveriesOwed,
            Delivered = _total.Delivered,
            ToSleeping = Joined.ToSleeping,
            ToSelf = Joined.ToSelf,
            Duplicates = Joined.Duplicates,
            Unexpected = Joined.Unexpected,
            SenderUnknown = Joined.SenderUnknown,
            Renumbered = Joined.Renumbered,
            BeforeSend = Joined.BeforeSend,
        };

    private Verdict VerdictOf(MessageCounts messages, InputSummary input)
    {
        if (messages.Owed == 0)
            return Verdict.Empty;
        if (messages.TimedOut > 0 || messages.Lost > 0)
            return Verdict.Lossy;
        bool isIncomplete = input.Rejected.Count > 0 || input.Files.Any(file => file.Failure is not null);
        bool wasDoubtful =
            _parts.Run.Summary is { } summary
            && (summary.Identity.Verdict is not (null or "Ok") || summary.Health.LogLinesLost > 0);
        bool isStrange = _parts.Strangers.Count > 0 || _parts.Outcomes.Any(outcome => outcome.Clock.Count > 0);
        bool isInexact = messages.Unexpected > 0 || messages.Duplicates > 0;
        return isIncomplete || wasDoubtful || isStrange || isInexact ? Verdict.Doubtful : Verdict.Ok;
    }

    private IReadOnlyList<ClassResult> GroupSizes()
    {
        long[] groups = new long[SizeClass.Members.Count];
        foreach (Group group in _parts.Roster.Groups.Where(group => group.Members.Exists(member => member.Sent > 0)))
            groups[SizeClass.IndexOf(SizeClass.Members, group.Size)]++;
        return
        [
            .. Joined
                .GroupSizes.Select((tally, i) => tally.ToResult(SizeClass.Members[i], groups[i]))
                .Where(part => part.Sent > 0),
        ];
    }

    private ConversationSpread Conversations()
    {
        SpreadTally sent = new();
        SpreadTally byRecipient = new();
        foreach (Conversation conversation in _parts.Roster.Conversations)
        {
            if (conversation.HasOwnLog)
                sent.Count(conversation.Sent);
            if (conversation.OwedByIt > 0)
                byRecipient.CountShare(conversation.TimedOutByIt, conversation.OwedByIt);
        }
        return new ConversationSpread(
            _parts.Roster.Conversations.Count,
            _parts.Roster.Groups.Count,
            sent.ToSpread(),
            Joined.TimedOutBySender.ToSpread(),
            byRecipient.ToSpread(),
            Joined.MeanRoundTrip.ToSpread()
        );
    }

    private OrderedDictionary<string, long> Losses()
    {
        OrderedDictionary<string, long> losses = [];
        foreach (LossStage stage in Enum.GetValues<LossStage>().Where(stage => Joined.Losses[(int)stage] > 0))
            losses.Add(CamelCase(stage.ToString()), Joined.Losses[(int)stage]);
        foreach ((string reason, long count) in Read.Dropped.ToDictionary(AnalysisResult.MaxErrorKinds))
            losses.Add($"dropped: {reason}", count);
        return losses;
    }

    private ConnectionSummary Connections()
    {
        FailedStage[] stages = Enum.GetValues<FailedStage>();
        return new ConnectionSummary(
            Read[EventKind.Handshake],
            _parts.Roster.Conversations.Count(conversation => conversation.Opened > 0),
            Read[EventKind.PeerConnected],
            Read[EventKind.Accepted],
            Read[EventKind.Register],
            stages
                .Where(stage => Read.FailedByStage[(int)stage] > 0)
                .ToDictionary(stage => CamelCase(stage.ToString()), stage => Read.FailedByStage[(int)stage]),
            Read[EventKind.Terminating],
            Read.Refused.ToDictionary(AnalysisResult.MaxErrorKinds)
        );
    }

    private static string CamelCase(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}

/// <summary>The parts of a result.</summary>
internal sealed record ResultParts(
    RunInputs Run,
    AnalysisOptions Options,
    TimeWindow Window,
    RunReader Reader,
    IReadOnlyList<LogOutcome> Outcomes,
    RunRoster Roster,
    IReadOnlyList<Conversation> Strangers,
    JoinTally Joined
);

/// <summary>Builds the result's description of the input.</summary>
internal static class InputBuilder
{
    private const double NanosecondsPerSecond = 1e9;

    public static InputSummary Build(ResultParts parts)
    {
        InputFile[] files =
        [
            .. parts.Outcomes.Select(outcome => outcome.File).OrderBy(file => file.Path, StringComparer.Ordinal),
        ];
        ReadTally tally = parts.Reader.Tally;
        return new InputSummary(
            files,
            files.Sum(file => file.Bytes),
            files.Sum(file => file.Lines),
            RejectedByReason(parts.Outcomes),
            [.. parts.Outcomes.SelectMany(outcome => outcome.Rejected.Samples).Take(InputSummary.MaxSamples)],
            tally.FirstNanoseconds / NanosecondsPerSecond,
            tally.LastNanoseconds / NanosecondsPerSecond,
            Enum.GetValues<EventKind>()
                .Where(kind => tally[kind] > 0)
                .ToDictionary(kind => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()), kind => tally[kind])
        )
        {
            FirstUserUnixSeconds =
                tally.FirstUserNanoseconds == long.MaxValue ? null : tally.FirstUserNanoseconds / NanosecondsPerSecond,
        };
    }

    private static Dictionary<string, long> RejectedByReason(IReadOnlyList<LogOutcome> outcomes) =>
        Enum.GetValues<RejectReason>()
            .Select(reason =>
                (Name: RejectedCount.NameOf(reason), Count: outcomes.Sum(outcome => outcome.Rejected[reason]))
            )
            .Where(entry => entry.Count > 0)
            .ToDictionary(entry => entry.Name, entry => entry.Count);
}

/// <summary>Combines each user's counts as a sender and as a recipient.</summary>
internal static class UserTable
{
    /// <summary>Returns the results of all users, ordered by name.</summary>
    public static UserResult[] Build(RunRoster roster, Dictionary<User, UserResult> senders)
    {
        long[] conversations = new long[roster.Users.Count];
        long[] owed = new long[roster.Users.Count];
        long[] timedOut = new long[roster.Users.Count];
        foreach (Conversation conversation in roster.Conversations)
        {
            int user = conversation.User.Index;
            conversations[user]++;
            owed[user] += conversation.OwedByIt;
            timedOut[user] += conversation.TimedOutByIt;
        }
        UserResult ResultOf(User user) =>
            (
                senders.GetValueOrDefault(user) ?? new UserResult(user.Name, 0, 0, 0, 0, 0, 0, null, null, null, null)
            ) with
            {
                Conversations = conversations[user.Index],
                OwedByIt = owed[user.Index],
                TimedOutByIt = timedOut[user.Index],
            };
        return [.. roster.Users.Select(ResultOf).OrderBy(user => user.User, StringComparer.Ordinal)];
    }
}
