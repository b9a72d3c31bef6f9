using System.Runtime.InteropServices;
using MGen.Fitting.Chats;

namespace MGen.Fitting.Goodness;

/// <summary>Volume per user over all chats, real and simulated by the fitted users.</summary>
/// <param name="People">Number of users who sent a message.</param>
/// <param name="PersonDays">
/// Sum of the users' days, each from the start of the first to the end of the last chat to which they sent a message.
/// </param>
/// <param name="RealPerPersonAndDay">Real messages divided by <paramref name="PersonDays"/>.</param>
/// <param name="SimulatedPerPersonAndDay">
/// Simulated messages in the same time divided by <paramref name="PersonDays"/>.
/// </param>
public sealed record VolumeTotal(
    int People,
    double PersonDays,
    double RealPerPersonAndDay,
    double SimulatedPerPersonAndDay
)
{
    private const double MillisecondsPerDay = 86_400_000;

    /// <summary>Computes the volume; <c>null</c> if the chats have no duration.</summary>
    /// <param name="chats">The real chats.</param>
    /// <param name="simulatedMessages">Number of simulated messages in the time of these chats.</param>
    internal static VolumeTotal? From(ChatSet chats, double simulatedMessages)
    {
        Dictionary<int, (long From, long To)> times = [];
        foreach (Chat chat in chats.Chats.Where(chat => chat.Messages.Length > 0))
        {
            (long from, long to) = (chat.Messages[0].UnixMilliseconds, chat.EndUnixMilliseconds);
            foreach (int author in chat.Messages.Select(message => message.Author).Distinct())
            {
                ref (long From, long To) own = ref CollectionsMarshal.GetValueRefOrAddDefault(
                    times,
                    author,
                    out bool isKnown
                );
                own = isKnown ? (Math.Min(own.From, from), Math.Max(own.To, to)) : (from, to);
            }
        }
        double days = times.Values.Sum(own => (own.To - own.From) / MillisecondsPerDay);
        return days > 0 ? new VolumeTotal(times.Count, days, chats.Messages / days, simulatedMessages / days) : null;
    }
}
