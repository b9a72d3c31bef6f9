using System.Runtime.InteropServices;
using MGen.Fitting.Chats;

namespace MGen.Fitting.Goodness;

/// <summary>How much people write over all their chats, real and simulated by the fitted people.</summary>
/// <param name="People">People who wrote.</param>
/// <param name="PersonDays">The sum of their days, each person's from the begin of the first to the end of the last chat in which they wrote.</param>
/// <param name="RealPerPersonAndDay">Real messages over <paramref name="PersonDays"/>.</param>
/// <param name="SimulatedPerPersonAndDay">Simulated messages in the same time over <paramref name="PersonDays"/>.</param>
public sealed record VolumeTotal(int People, double PersonDays, double RealPerPersonAndDay, double SimulatedPerPersonAndDay)
{
    private const double MillisecondsPerDay = 86_400_000;

    /// <summary>The total of chats; <c>null</c> if they lasted for no time.</summary>
    /// <param name="chats">The real chats.</param>
    /// <param name="simulatedMessages">Simulated messages in the time of these chats.</param>
    internal static VolumeTotal? From(ChatSet chats, double simulatedMessages)
    {
        Dictionary<int, (long From, long To)> times = [];
        foreach (Chat chat in chats.Chats.Where(chat => chat.Messages.Length > 0))
        {
            (long from, long to) = (chat.Messages[0].UnixMilliseconds, chat.EndUnixMilliseconds);
            foreach (int author in chat.Messages.Select(message => message.Author).Distinct())
            {
                ref (long From, long To) own = ref CollectionsMarshal.GetValueRefOrAddDefault(times, author, out bool isKnown);
                own = isKnown ? (Math.Min(own.From, from), Math.Max(own.To, to)) : (from, to);
            }
        }
        double days = times.Values.Sum(own => (own.To - own.From) / MillisecondsPerDay);
        return days > 0 ? new VolumeTotal(times.Count, days, chats.Messages / days, simulatedMessages / days) : null;
    }
}
