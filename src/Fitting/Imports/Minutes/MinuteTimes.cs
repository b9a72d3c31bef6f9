using System.Globalization;
using System.Numerics;
using MGen.Fitting.Chats;
using MGen.Fitting.Labelling;
using MGen.Fitting.Spells;
using MGen.Model.Randomness;

namespace MGen.Fitting.Imports.Minutes;

/// <summary>
/// Draws times within the minute for messages whose times are known to the minute. Such a time is an interval-censored
/// observation: it is drawn given its minute, its neighbours, and the density of gaps. That density is in turn
/// estimated from the drawn times, in a fixed number of rounds (stochastic expectation maximisation; G. Celeux, J.
/// Diebolt, Computational Statistics Quarterly 2, 1985). Uniform draws would make short gaps too long.
/// </summary>
internal sealed class MinuteTimes
{
    /// <summary>
    /// Number of rounds; each one estimates the densities. With 25 rounds the distance to the true distribution of
    /// short gaps was up to twice as large.
    /// </summary>
    private const int Rounds = 60;

    /// <summary>
    /// Number of sweeps per round. The first one draws each time alone; the second one moves all times of a minute
    /// together.
    /// </summary>
    private const int Sweeps = 2;

    private readonly Chat[] _chats;
    private readonly Xoshiro256[] _random;
    private readonly int _threads;

    private MinuteTimes(IEnumerable<Chat> chats, ulong seed, int threads)
    {
        _chats = [.. chats.Select(chat => chat with { Messages = [.. chat.Messages] })];
        _random =
        [
            .. _chats.Select(
                (_, number) =>
                    ConversationSeed.Create(seed, "minute times", number.ToString(CultureInfo.InvariantCulture))
            ),
        ];
        _threads = threads;
    }

    /// <summary>
    /// Returns the chats with new times. Each message stays in its minute, and the order does not change.
    /// </summary>
    /// <param name="chats">The chats. Their messages are in order, each with any time within its minute.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="threads">Largest number of threads; the result does not depend on it.</param>
    public static Chat[] Draw(IEnumerable<Chat> chats, ulong seed, int threads)
    {
        MinuteTimes times = new(chats, seed, threads);
        for (int round = 0; round < Rounds; round++)
            times.Round();
        return
        [
            .. times._chats.Select(chat =>
                chat with
                {
                    EndUnixMilliseconds = Math.Max(chat.EndUnixMilliseconds, chat.Messages[^1].UnixMilliseconds),
                }
            ),
        ];
    }

    /// <summary>
    /// The key under which chats share densities. It depends on the number of members, because in larger chats the next
    /// message comes sooner.
    /// </summary>
    private static int SizeOf(Chat chat) => BitOperations.Log2((uint)Math.Max(1, chat.Members - 1));

    private static bool IsOwn(ChatMessage[] messages, int index) =>
        messages[index].Author == messages[index - 1].Author;

    private static double Gap(ChatMessage[] messages, int index) =>
        (messages[index].UnixMilliseconds - messages[index - 1].UnixMilliseconds) / 1_000.0;

    private void Round()
    {
        Dictionary<int, double[][]> counts = [];
        foreach (Chat chat in _chats)
            Count(chat, counts);
        Dictionary<int, GapDensity[]> densities = counts.ToDictionary(
            size => size.Key,
            size => size.Value.Select(bins => new GapDensity(bins)).ToArray()
        );
        Parallel.For(
            0,
            _chats.Length,
            new ParallelOptions { MaxDegreeOfParallelism = _threads },
            number =>
            {
                GapDensity[] own = densities[SizeOf(_chats[number])];
                ref Xoshiro256 random = ref _random[number];
                for (int sweep = 0; sweep < Sweeps; sweep++)
                    Sweep(_chats[number].Messages, own, isWhole: sweep % 2 == 1, ref random);
            }
        );
    }

    private static void Count(Chat chat, Dictionary<int, double[][]> counts)
    {
        if (!counts.TryGetValue(SizeOf(chat), out double[][]? bins))
            counts.Add(SizeOf(chat), bins = [new double[GapDensity.Bins], new double[GapDensity.Bins]]);
        for (int i = 1; i < chat.Messages.Length; i++)
        {
            int bin = DelayScale.Bin(Gap(chat.Messages, i));
            if (bin < GapDensity.Bins)
                bins[IsOwn(chat.Messages, i) ? 1 : 0][bin]++;
        }
    }

    /// <summary>
    /// Proposes a new value for each time, or one shift for all times of a minute, and accepts it by the
    /// Metropolis-Hastings rule.
    /// </summary>
    private static void Sweep(ChatMessage[] messages, GapDensity[] densities, bool isWhole, ref Xoshiro256 random)
    {
        for (int first = 0, next; first < messages.Length; first = next)
        {
            long minute =
                messages[first].UnixMilliseconds - (messages[first].UnixMilliseconds % WholeTime.MinuteMilliseconds);
            next = first + 1;
            while (
                isWhole
                && next < messages.Length
                && messages[next].UnixMilliseconds < minute + WholeTime.MinuteMilliseconds
            )
                next++;
            Move(messages, densities, first, next - 1, minute, ref random);
        }
    }

    private static void Move(
        ChatMessage[] messages,
        GapDensity[] densities,
        int first,
        int last,
        long minute,
        ref Xoshiro256 random
    )
    {
        long span = messages[last].UnixMilliseconds - messages[first].UnixMilliseconds;
        long from = first > 0 ? Math.Max(minute, messages[first - 1].UnixMilliseconds) : minute;
        long to = minute + WholeTime.MinuteMilliseconds - 1;
        if (last + 1 < messages.Length)
            to = Math.Min(to, messages[last + 1].UnixMilliseconds);
        long shift = from + (long)random.NextBelow((ulong)(to - span - from + 1)) - messages[first].UnixMilliseconds;
        double before = Density(messages, densities, first, 0) * Density(messages, densities, last + 1, 0);
        double after = Density(messages, densities, first, shift) * Density(messages, densities, last + 1, -shift);
        if (random.NextDouble() * before >= after)
            return;
        for (int i = first; i <= last; i++)
            messages[i] = messages[i] with { UnixMilliseconds = messages[i].UnixMilliseconds + shift };
    }

    /// <summary>
    /// The density of the gap before a message, lengthened by <paramref name="longer"/> milliseconds; 1 if there is no
    /// such gap.
    /// </summary>
    private static double Density(ChatMessage[] messages, GapDensity[] densities, int index, long longer) =>
        index == 0 || index == messages.Length
            ? 1
            : densities[IsOwn(messages, index) ? 1 : 0].At(Gap(messages, index) + (longer / 1_000.0));
}
