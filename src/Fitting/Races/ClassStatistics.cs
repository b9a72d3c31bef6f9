using System.Text.Json.Serialization;
using MGen.Fitting.Chats;

namespace MGen.Fitting.Races;

/// <summary>The statistics that are compared for the chats of a class: volume, bursts, answers.</summary>
/// <param name="Messages">Number of messages, per simulation if there were several.</param>
/// <param name="MeanBurst">
/// Mean number of messages per burst; a burst ends with a silence of <see cref="RaceScale.QuietSeconds"/>.
/// </param>
/// <param name="MedianAnswerSeconds">
/// Median time in seconds from a message to the next one if that is from another member in the same burst; <c>null</c>
/// without any.
/// </param>
/// <param name="VolumeSpread">
/// Standard deviation of the decimal logarithms of the chats' numbers of messages; <c>null</c> for fewer than three
/// chats.
/// </param>
public sealed record ClassStatistics(
    double Messages,
    [property: JsonPropertyName("meanTalk")] double MeanBurst,
    double? MedianAnswerSeconds,
    double? VolumeSpread
)
{
    /// <summary>Computes the statistics of chats.</summary>
    /// <param name="chats">The chats.</param>
    /// <param name="repetitions">How often each chat is among them.</param>
    internal static ClassStatistics From(IReadOnlyCollection<Chat> chats, int repetitions)
    {
        long messages = chats.Sum(chat => (long)chat.Messages.Length);
        long talks = chats.Count + Gaps(chats).LongCount(gap => gap >= RaceScale.QuietSeconds);
        double[] answers = [.. Answers(chats).Order()];
        double[] logs = [.. chats.Select(chat => Math.Log10(chat.Messages.Length))];
        return new ClassStatistics(
            (double)messages / repetitions,
            talks == 0 ? 0 : (double)messages / talks,
            answers.Length == 0 ? null : answers[answers.Length / 2],
            logs.Length < 3 ? null : Math.Sqrt(logs.Sum(log => Math.Pow(log - logs.Average(), 2)) / (logs.Length - 1))
        );
    }

    /// <summary>
    /// Kolmogorov-Smirnov distance of the distributions of gaps between messages; <c>null</c> if one is empty.
    /// </summary>
    internal static double? GapDistance(IReadOnlyCollection<Chat> left, IReadOnlyCollection<Chat> right)
    {
        double[] first = [.. Gaps(left).Order()];
        double[] second = [.. Gaps(right).Order()];
        if (first.Length == 0 || second.Length == 0)
            return null;
        (int i, int j, double largest) = (0, 0, 0);
        while (i < first.Length && j < second.Length)
        {
            double value = Math.Min(first[i], second[j]);
            while (i < first.Length && first[i] <= value)
                i++;
            while (j < second.Length && second[j] <= value)
                j++;
            largest = Math.Max(largest, Math.Abs(((double)i / first.Length) - ((double)j / second.Length)));
        }
        return largest;
    }

    /// <summary>The largest distance between the cumulative shares of messages by hour of the day.</summary>
    internal static double HourDistance(
        IReadOnlyCollection<Chat> left,
        IReadOnlyCollection<Chat> right,
        TimeZoneInfo? zone
    )
    {
        (double[] first, double[] second) = (Hours(left, zone), Hours(right, zone));
        (double difference, double largest) = (0, 0);
        foreach ((double one, double other) in first.Zip(second))
        {
            difference += one - other;
            largest = Math.Max(largest, Math.Abs(difference));
        }
        return largest;
    }

    /// <summary>Share of messages by hour of the day.</summary>
    internal static double[] Hours(IReadOnlyCollection<Chat> chats, TimeZoneInfo? zone)
    {
        const long Hour = 3_600_000;
        double[] hours = new double[24];
        double all = Math.Max(1, chats.Sum(chat => (double)chat.Messages.Length));
        foreach (Chat chat in chats)
        {
            foreach (ChatMessage message in chat.Messages)
                hours[(int)(LocalTimes.From(chat, message.UnixMilliseconds, zone) / Hour % 24)] += 1 / all;
        }
        return hours;
    }

    private static IEnumerable<double> Gaps(IEnumerable<Chat> chats) =>
        chats.SelectMany(chat =>
            chat.Messages.Zip(
                chat.Messages.Skip(1),
                (one, next) => (next.UnixMilliseconds - one.UnixMilliseconds) / 1_000.0
            )
        );

    private static IEnumerable<double> Answers(IEnumerable<Chat> chats) =>
        chats.SelectMany(chat =>
            chat.Messages.Zip(chat.Messages.Skip(1))
                .Where(pair => pair.First.Author != pair.Second.Author)
                .Select(pair => (pair.Second.UnixMilliseconds - pair.First.UnixMilliseconds) / 1_000.0)
                .Where(gap => gap < RaceScale.QuietSeconds)
        );
}
