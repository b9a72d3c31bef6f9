using MGen.Fitting.Chats;
using MGen.Fitting.Labelling;

namespace MGen.Fitting.Tests.Activity;

public sealed class MinuteCounterTests
{
    [Fact]
    public void Count_OneRun_HasAnHourBeforeAndAfter()
    {
        Chat chat = ChatSamples.Create((0, 0), (59.999, 0), (60, 0), (61, 1), (180, 0));

        MinuteRun run = Assert.Single(MinuteCounter.Count(ChatSamples.Part(chat, 0)));

        Assert.Equal([.. new ushort[60], 2, 1, 0, 1, .. new ushort[60]], run.Counts);
        Assert.Equal((0, 4), (run.FirstOwn, run.OwnCount));
    }

    [Theory]
    [InlineData(121 * 60, 1)] // The run ends after minute 0: minutes 1 to 120 are silent.
    [InlineData(122 * 60, 2)]
    public void Count_MoreThan120SilentMinutes_BeginsAnotherRun(double second, int runs) =>
        Assert.Equal(runs, MinuteCounter.Count(ChatSamples.Part(ChatSamples.Create((0, 0), (second, 0)), 0)).Count);

    [Fact]
    public void Count_ChatEndsWithinTheHour_HasThatMuchAfter()
    {
        Chat chat = ChatSamples.Create((0, 0));
        Chat ended = chat with { EndUnixMilliseconds = ChatSamples.Start + (5 * 60_000) + 59_000 };

        Assert.Equal(60 + 1 + 5, MinuteCounter.Count(ChatSamples.Part(ended, 0))[0].Counts.Length);
    }
}
