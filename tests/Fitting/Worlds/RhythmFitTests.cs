using MGen.Fitting.Chats;
using MGen.Fitting.Models;
using MGen.Fitting.Races;

namespace MGen.Fitting.Tests.Worlds;

/// <summary>Users who sleep at night, fitted with and without the rhythm of the week.</summary>
public sealed class RhythmFitTests(ITestOutputHelper output)
{
    private static readonly int[] Sizes = [.. Enumerable.Repeat(2, 12), .. Enumerable.Repeat(3, 4), 5, 5, 8, 12];

    [Fact]
    public void Fit_PeopleWhoSleepAtNight_ChatInTheirHours()
    {
        ChatSet chats = TalkWorld.Create(
            new TalkWorldOptions
            {
                Sizes = Sizes,
                Seed = 41,
                People = 20,
            }
        );

        ClassFit without = Fit(chats, new FitOptions { FitsRhythm = false, Threads = 2 });
        ClassFit with = Fit(chats, new FitOptions { Threads = 2 });

        Assert.Null(without.Rhythm);
        Assert.NotNull(with.Rhythm);
        foreach ((ClassComparison before, ClassComparison after) in without.Comparisons.Zip(with.Comparisons))
        {
            output.WriteLine(
                $"{after.Class, -6} hours KS {before.HourDistance:0.000} -> {after.HourDistance:0.000}, volume {after.After.Messages / after.Real.Messages:0.000}, talk {after.After.MeanBurst / after.Real.MeanBurst:0.000}, "
                    + $"answers {after.After.MedianAnswerSeconds / after.Real.MedianAnswerSeconds:0.000}, gaps KS {after.GapDistanceAfter:0.000}, spread {after.Real.VolumeSpread:0.00} {after.After.VolumeSpread:0.00}"
            );
            if (after.Chats >= 4)
                Assert.InRange(after.HourDistance, 0, 0.1);
            Assert.True(before.HourDistance > 0.15);
            Assert.InRange(after.After.Messages / after.Real.Messages, 0.9, 1.1);
            Assert.InRange(after.GapDistanceAfter!.Value, 0, 0.05);
        }
        // In one or two chats a few hundred bursts determine the hours poorly: the distance is 0.28 in a class of one
        // chat.
        Assert.True(HourDistance(with) < 0.5 * HourDistance(without));
    }

    /// <summary>The mean over the classes, weighted by their messages.</summary>
    private static double HourDistance(ClassFit fit) =>
        fit.Comparisons.Sum(compared => compared.HourDistance * compared.Real.Messages)
        / fit.Comparisons.Sum(compared => compared.Real.Messages);

    [Fact]
    public void Fit_TimesInUtc_HaveTheRhythmOfTheZone()
    {
        const long Hour = 3_600_000;
        TimeZoneInfo zone = TimeZoneInfo.CreateCustomTimeZone("three", TimeSpan.FromHours(3), null, null);
        ChatSet local = TalkWorld.Create(
            new TalkWorldOptions
            {
                Sizes = [2, 2, 3],
                Seed = 43,
                People = 5,
            }
        );
        ChatSet utc = new(
            [
                .. local.Chats.Select(chat => new Chat(
                    [
                        .. chat.Messages.Select(message =>
                            message with
                            {
                                UnixMilliseconds = message.UnixMilliseconds - (3 * Hour),
                            }
                        ),
                    ],
                    chat.EndUnixMilliseconds - (3 * Hour),
                    chat.Members
                )),
            ],
            local.Users
        );
        ChatSet marked = new([.. local.Chats.Select(chat => chat with { HasLocalTimes = true })], local.Users);
        IReadOnlyList<double> truth = Weights(local, null);

        Assert.Equal(truth, Weights(utc, zone));
        Assert.Equal(truth, Weights(marked, zone));
        Assert.NotEqual(truth, Weights(utc, null));
    }

    private static IReadOnlyList<double> Weights(ChatSet chats, TimeZoneInfo? zone) =>
        ClassFitter
            .Fit(
                chats,
                new FitOptions { TimeZone = zone, Threads = 2 },
                TimeSpan.Zero,
                TestContext.Current.CancellationToken
            )
            .Rhythm!.Weights;

    private static ClassFit Fit(ChatSet chats, FitOptions options) =>
        ClassFitter.Fit(chats, options, TimeSpan.MaxValue, TestContext.Current.CancellationToken);
}
