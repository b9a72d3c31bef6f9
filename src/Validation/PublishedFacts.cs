namespace MGen.Validation;

/// <summary>The published facts, and how each is measured. <c>docs/VALIDATE.md</c> explains the tolerances.</summary>
public static class PublishedFacts
{
    private const string Tables = "tables of the original's paper (3,611 groups; computed from them)";
    private const string Files = "file sizes in public groups, the original's paper (computed from its table)";
    private const string Donated = "Behavior Research Methods 57:94, 2025: more than 1,500 donated chats";
    private const string WeChat = "China Mobile and WeChat traffic, 2014 and 2017";
    private const string PublicGroups = "arXiv 1804.00397: 81 public groups, 270,000 messages in 28 days";
    private const string Panel =
        "LISS panel, doi 10.1007/s13278-025-01550-8 (tolerance: the published tables have the distance given)";

    /// <summary>Largest size of a text message in blocks of 160 bytes; larger messages are attachments.</summary>
    private const int TextBlocks = 14;

    private const int BytesPerBlock = 160;
    private const double LeastGaps = 20;
    private const double LongestPauseSeconds = 1_800;

    private static readonly Fact[] All =
    [
        new(
            "volume",
            "messages per person and day",
            "about 52",
            "trade press on WhatsApp, 2023: over 100 G messages a day",
            30,
            80,
            100,
            Volume
        ),
        new(
            "contacts",
            "dyads per person: distance (KS) to a log-normal distribution of the same mean and variance",
            "log-normal; 0.08",
            Panel,
            null,
            0.12,
            100,
            people => Over(people.DyadsOfUsers, Statistics.DistanceToLogNormal)
        ),
        new(
            "memberships",
            "groups per person: distance (KS) to an exponential distribution of the same mean",
            "exponential; 0.15",
            Panel,
            null,
            0.18,
            100,
            people => Over(people.GroupsOfUsers, Statistics.DistanceToExponential)
        ),
        new(
            "group-size-median",
            "size of a member's group, median",
            "15",
            Tables,
            10,
            22,
            100,
            people => GroupSize(people, 0.5)
        ),
        new(
            "group-size-p90",
            "size of a member's group, 90th percentile",
            "87",
            Tables,
            50,
            130,
            100,
            people => GroupSize(people, 0.9)
        ),
        new(
            "gaps",
            "times between a chat's messages: log-likelihood per gap, log-normal minus exponential distribution",
            "log-normal",
            WeChat,
            0,
            null,
            100,
            people => LogNormal(Gaps(people).SelectMany(gaps => gaps))
        ),
        new(
            "talks",
            "durations of bursts (gaps of up to 30 min): log-likelihood, log-normal minus exponential distribution",
            "log-normal",
            "QQ, 2012: ON periods (abstract only)",
            0,
            null,
            100,
            people => LogNormal(Talks(people))
        ),
        new(
            "burstiness",
            "burstiness of a chat, (sd - mean) / (sd + mean) of its gaps: median",
            "above 0",
            Donated,
            0,
            null,
            10,
            people => OfChats(people, Statistics.Burstiness)
        ),
        new(
            "memory",
            "correlation of a chat's consecutive gaps: median",
            "above 0",
            Donated,
            0,
            null,
            10,
            people => OfChats(people, Statistics.Memory)
        ),
        new(
            "lengths",
            "lengths of text in blocks: log-likelihood, power law minus geometric distribution",
            "power law",
            WeChat,
            0,
            null,
            100,
            Lengths
        ),
        new(
            "media-share",
            "share of messages above 2,240 bytes in groups",
            "0.20",
            PublicGroups,
            0.13,
            0.27,
            500,
            MediaShare
        ),
        new(
            "attachment-median",
            "attachment size in kB, median",
            "70",
            Files,
            35,
            140,
            50,
            people => AttachmentSize(people, 0.5)
        ),
        new(
            "attachment-p90",
            "attachment size in kB, 90th percentile",
            "2,500",
            Files,
            1_250,
            5_000,
            200,
            people => AttachmentSize(people, 0.9)
        ),
        new(
            "attachment-p99",
            "attachment size in kB, 99th percentile",
            "17,000",
            Files,
            8_500,
            34_000,
            2_000,
            people => AttachmentSize(people, 0.99)
        ),
        new(
            "night",
            "share of messages between 1 h and 6 h",
            "0.02 to 0.03",
            "New J. Phys. 14 (2012) 013055 for the rhythm of the day; the share: exported chats, not published",
            null,
            0.06,
            500,
            Night
        ),
        new(
            "receipts",
            "share of receipts among arriving frames",
            "up to 0.5",
            "the original's paper",
            0.4,
            0.52,
            500,
            Receipts
        ),
        new(
            "senders",
            "messages of a group's members by rank, log-log slope: median",
            "like Zipf's law: about -1",
            PublicGroups,
            -1.5,
            -0.5,
            5,
            Senders
        ),
    ];

    /// <summary>Compares users with all facts.</summary>
    /// <param name="people">The users.</param>
    /// <param name="subject">Description of what they are.</param>
    /// <param name="program">Version of the program.</param>
    public static FactCheck Validate(ObservedPeople people, string subject, string program)
    {
        ArgumentNullException.ThrowIfNull(people);
        return new FactCheck(
            FactCheck.CurrentVersion,
            program,
            subject,
            people.DyadsOfUsers.Count,
            people.GroupSizes.Count,
            people.Sent.Count,
            people.Span.TotalDays,
            [.. All.Select(fact => Judge(fact, people))]
        );
    }

    private static FactResult Judge(Fact fact, ObservedPeople people)
    {
        Measured found = fact.Measure(people);
        bool isKnown = found.Sample >= fact.LeastSample && double.IsFinite(found.Value);
        bool passes = !(found.Value < fact.Least) && !(found.Value > fact.Most);
        string verdict =
            !isKnown ? FactResult.Unknown
            : passes ? FactResult.Pass
            : FactResult.Fail;
        return new FactResult(
            fact.Id,
            fact.Statement,
            fact.Published,
            fact.Source,
            fact.Least,
            fact.Most,
            isKnown ? found.Value : null,
            found.Sample,
            verdict
        );
    }

    private static Measured Volume(ObservedPeople people) =>
        new(people.Sent.Count / people.Span.TotalDays / people.DyadsOfUsers.Count, people.Sent.Count);

    private static Measured Over(IReadOnlyList<int> counts, Func<IReadOnlyList<int>, double> distance) =>
        new(counts.Any(count => count > 0) ? distance(counts) : double.NaN, counts.Count);

    private static Measured GroupSize(ObservedPeople people, double share)
    {
        double[] sizes =
        [
            .. people
                .GroupSizes.Where(size => size > 2)
                .Order()
                .SelectMany(size => Enumerable.Repeat((double)size, size)),
        ];
        return new Measured(Statistics.Quantile(sizes, share), sizes.Length);
    }

    private static Measured LogNormal(IEnumerable<double> values)
    {
        double[] sample = [.. values];
        return new Measured(
            sample.Length == 0 ? double.NaN : Statistics.LogNormalOverExponential(sample),
            sample.Length
        );
    }

    private static Measured OfChats(ObservedPeople people, Func<IReadOnlyList<double>, double> measure)
    {
        List<double> chats =
        [
            .. Gaps(people).Where(gaps => gaps.Count >= LeastGaps).Select(measure).Where(double.IsFinite),
        ];
        return new Measured(Statistics.Median(chats), chats.Count);
    }

    private static Measured Lengths(ObservedPeople people)
    {
        double[] blocks =
        [
            .. people
                .Sent.Where(message => !IsMedia(message))
                .Select(message => (double)(message.Bytes / BytesPerBlock)),
        ];
        return new Measured(
            blocks.Length == 0 ? double.NaN : Statistics.PowerLawOverGeometric(blocks, TextBlocks),
            blocks.Length
        );
    }

    private static Measured MediaShare(ObservedPeople people)
    {
        long all = people.Sent.LongCount(message => people.GroupSizes[message.Group] > 2);
        return new Measured(
            (double)people.Sent.LongCount(message => people.GroupSizes[message.Group] > 2 && IsMedia(message)) / all,
            all
        );
    }

    private static Measured AttachmentSize(ObservedPeople people, double share)
    {
        double[] sizes = [.. people.Sent.Where(IsMedia).Select(message => message.Bytes / 1_000.0).Order()];
        return new Measured(Statistics.Quantile(sizes, share), sizes.Length);
    }

    private static Measured Night(ObservedPeople people)
    {
        long shift = people.Clock.Ticks * TimeSpan.NanosecondsPerTick;
        long nights = people.Sent.LongCount(message => HourOf(message.UnixNanoseconds + shift) is >= 1 and < 6);
        return new Measured(
            (double)nights / people.Sent.Count,
            people.Span >= TimeSpan.FromDays(1) ? people.Sent.Count : 0
        );
    }

    private static long HourOf(long unixNanoseconds) =>
        unixNanoseconds / (TimeSpan.TicksPerHour * TimeSpan.NanosecondsPerTick) % 24;

    private static Measured Receipts(ObservedPeople people) =>
        new((double)people.Receipts / (people.Receipts + people.Deliveries), people.Receipts + people.Deliveries);

    private static Measured Senders(ObservedPeople people)
    {
        List<double> slopes = [];
        foreach (
            IReadOnlyList<SentMessage> chat in Chats(people)
                .Where(chat => people.GroupSizes[chat[0].Group] >= 5 && chat.Count >= 100)
        )
        {
            long[] counts = [.. chat.CountBy(message => message.User).Select(sender => (long)sender.Value)];
            if (counts.Length >= 3)
                slopes.Add(Statistics.RankSlope(counts));
        }
        return new Measured(Statistics.Median(slopes), slopes.Count);
    }

    private static bool IsMedia(SentMessage message) => message.Bytes > TextBlocks * BytesPerBlock;

    /// <summary>The messages of each chat.</summary>
    private static IEnumerable<IReadOnlyList<SentMessage>> Chats(ObservedPeople people)
    {
        List<SentMessage> chat = [];
        foreach (SentMessage message in people.Sent)
        {
            if (chat.Count > 0 && chat[0].Group != message.Group)
            {
                yield return chat;
                chat = [];
            }
            chat.Add(message);
        }
        if (chat.Count > 0)
            yield return chat;
    }

    /// <summary>
    /// The gaps between the messages of each chat in seconds; messages at the same instant count as one.
    /// </summary>
    private static IEnumerable<List<double>> Gaps(ObservedPeople people) =>
        Chats(people)
            .Select(chat =>
                chat.Zip(chat.Skip(1), (one, next) => (next.UnixNanoseconds - one.UnixNanoseconds) / 1e9)
                    .Where(gap => gap > 0)
                    .ToList()
            );

    /// <summary>The duration in seconds of each burst of at least two messages.</summary>
    private static IEnumerable<double> Talks(ObservedPeople people)
    {
        foreach (List<double> gaps in Gaps(people))
        {
            double length = 0;
            foreach (double gap in gaps.Append(double.PositiveInfinity))
            {
                if (gap <= LongestPauseSeconds)
                {
                    length += gap;
                    continue;
                }
                if (length > 0)
                    yield return length;
                length = 0;
            }
        }
    }
}
