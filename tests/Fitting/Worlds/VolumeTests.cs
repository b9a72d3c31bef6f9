using MGen.Fitting.Chats;
using MGen.Fitting.Models;
using MGen.Fitting.Races;

namespace MGen.Fitting.Tests.Worlds;

/// <summary>
/// People fitted to chats that the machine did not make talk as much as those people, whatever the size of the chat. The bounds are the goals of the
/// fit; seeds are fixed, so that no run differs from another.
/// </summary>
public sealed class VolumeTests(ITestOutputHelper output)
{
    private static readonly int[] Sizes = [.. Enumerable.Repeat(2, 14), .. Enumerable.Repeat(3, 6), .. Enumerable.Repeat(5, 6), .. Enumerable.Repeat(10, 4), 11, 12, 24, 40];

    [Fact]
    public void Fit_ChatsOfAllSizes_TalkAsMuchAsTheRealOnes()
    {
        ChatSet chats = TalkWorld.Create(new TalkWorldOptions { Sizes = Sizes });
        CancellationToken stop = TestContext.Current.CancellationToken;

        ClassFit fit = ClassFitter.Fit(chats, new FitOptions { Threads = 2 }, TimeSpan.MaxValue, stop);

        Assert.True(fit.Comparisons.Count >= 5);
        foreach (ClassComparison compared in fit.Comparisons)
            output.WriteLine(compared.ToString());
        foreach (ClassComparison compared in fit.Comparisons)
        {
            Assert.InRange(compared.After.Messages / compared.Real.Messages, 0.9, 1.1);
            Assert.InRange(compared.After.MeanTalk / compared.Real.MeanTalk, 0.85, 1.15);
            Assert.InRange(compared.After.MedianAnswerSeconds!.Value / compared.Real.MedianAnswerSeconds!.Value, 0.8, 1.2);
            Assert.InRange(compared.GapDistanceAfter!.Value, 0, 0.05);
        }
    }
}
