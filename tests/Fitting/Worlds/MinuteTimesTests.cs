using MGen.Fitting.Chats;
using MGen.Fitting.Imports.Minutes;
using MGen.Fitting.Races;
using MGen.Model.Randomness;

namespace MGen.Fitting.Tests.Worlds;

/// <summary>
/// Chats with times truncated to the minute, as in some exports, compared with the same chats with their true times.
/// </summary>
public sealed class MinuteTimesTests(ITestOutputHelper output)
{
    private const long Minute = 60_000;

    private static readonly int[] Sizes = [2, 2, 2, 2, 2, 2, 3, 3, 5, 5, 10, 12];

    [Theory]
    [InlineData(1, false)]
    [InlineData(11, false)]
    [InlineData(12, true)]
    [InlineData(13, true)]
    [InlineData(14, false)]
    [InlineData(15, false)]
    [InlineData(16, true)]
    public void Draw_TimesCutToTheMinute_GapsAreThoseOfTheTrueTimes(ulong seed, bool exponential)
    {
        Chat[] real =
        [
            .. TalkWorld
                .Create(
                    new TalkWorldOptions
                    {
                        Seed = seed,
                        People = 20,
                        Sizes = Sizes,
                        HasExponentialPauses = exponential,
                    }
                )
                .Chats,
        ];

        Chat[] even = [.. real.Select((chat, number) => Spread(chat, (ulong)number))];
        Chat[] drawn = MinuteTimes.Draw(even, seed, 2);

        foreach ((bool own, string name) in new[] { (false, "answers"), (true, "own") })
        {
            double[] truth = Gaps(real, own);
            double median = Gaps(drawn, own)[truth.Length / 2] / truth[truth.Length / 2];
            double distance = Distance(truth, Gaps(drawn, own));
            output.WriteLine(
                $"{name}: median {Gaps(even, own)[truth.Length / 2] / truth[truth.Length / 2]:0.000} -> {median:0.000}, KS {Distance(truth, Gaps(even, own)):0.000} -> {distance:0.000}"
            );
            // The shape of own gaps is hardly identifiable from minutes, because most are within one minute.
            Assert.InRange(median, own ? 0.85 : 0.9, own ? 1.15 : 1.1);
            Assert.InRange(distance, 0, own ? 0.1 : 0.05);
        }
        Assert.All(
            real.Zip(drawn),
            pair => Assert.Equal(pair.First.Messages.Select(Place), pair.Second.Messages.Select(Place))
        );
    }

    internal static Chat Spread(Chat chat, ulong seed)
    {
        Xoshiro256 random = Xoshiro256.FromSeed(seed);
        List<ChatMessage> messages = [];
        foreach (
            IGrouping<long, ChatMessage> minute in chat.Messages.GroupBy(message => message.UnixMilliseconds / Minute)
        )
        {
            long[] offsets = [.. minute.Select(_ => (long)random.NextBelow((ulong)Minute)).Order()];
            messages.AddRange(
                minute.Zip(
                    offsets,
                    (message, offset) => message with { UnixMilliseconds = (minute.Key * Minute) + offset }
                )
            );
        }
        return chat with { Messages = [.. messages] };
    }

    private static (long Minute, int Author, uint Bytes) Place(ChatMessage message) =>
        (message.UnixMilliseconds / Minute, message.Author, message.TextBytes);

    private static double[] Gaps(IEnumerable<Chat> chats, bool own) =>
        [
            .. chats
                .SelectMany(chat =>
                    chat.Messages.Zip(chat.Messages.Skip(1))
                        .Where(pair => pair.First.Author == pair.Second.Author == own)
                        .Select(pair => (pair.Second.UnixMilliseconds - pair.First.UnixMilliseconds) / 1_000.0)
                )
                .Where(gap => gap < RaceScale.QuietSeconds - 60)
                .Order(),
        ];

    private static double Distance(double[] left, double[] right) =>
        left.Concat(right)
            .Max(value =>
                Math.Abs(((double)Below(left, value) / left.Length) - ((double)Below(right, value) / right.Length))
            );

    private static int Below(double[] ascending, double value)
    {
        int found = Array.BinarySearch(ascending, value);
        return found < 0 ? ~found : found;
    }
}
