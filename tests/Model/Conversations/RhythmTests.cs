using MGen.Model.Conversations;
using MGen.Model.Distributions;
using MGen.Model.Randomness;

namespace MGen.Model.Tests.Conversations;

public sealed class RhythmTests
{
    private static readonly DateTime Monday = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Unspecified);

    [Fact]
    public void Advance_EqualWeights_IsTheSameTime()
    {
        Rhythm flat = Rhythm.Create([.. Enumerable.Repeat(3.0, 24)]).StartingAt(Monday.AddHours(77.3));

        foreach (double hours in new[] { 0, 0.5, 23.9, 167.9, 168, 169, 12_345.6 })
            Assert.Equal(
                TimeSpan.FromHours(5 + hours).TotalSeconds,
                flat.Advance(TimeSpan.FromHours(5), TimeSpan.FromHours(hours)).TotalSeconds,
                1e-3
            );
    }

    [Fact]
    public void Advance_NightOff_WaitsForTheMorning()
    {
        // Awake from 8 to 20 h: weight 2 there, 0 elsewhere. At 19 h one hour is left, with 2 hours of activity time.
        Rhythm days = Rhythm
            .Create([.. Enumerable.Range(0, 24).Select(hour => hour is >= 8 and < 20 ? 1.0 : 0)])
            .StartingAt(Monday.AddHours(19));

        Assert.Equal(TimeSpan.FromMinutes(30), days.Advance(TimeSpan.Zero, TimeSpan.FromHours(1)));
        Assert.Equal(TimeSpan.FromHours(14), days.Advance(TimeSpan.Zero, TimeSpan.FromHours(4)));
        Assert.Equal(TimeSpan.FromHours(7 * 24), days.Advance(TimeSpan.Zero, TimeSpan.FromDays(7)));
        Assert.Equal(0, days.WeightAt(TimeSpan.FromHours(2)));
    }

    [Fact]
    public void Advance_NoActivityInAnHourOfWeight0_IsTheStartItself()
    {
        Rhythm days = Rhythm
            .Create([.. Enumerable.Range(0, 24).Select(hour => hour < 6 ? 0 : 1.0)])
            .StartingAt(Monday.AddDays(1).AddHours(3));

        Assert.Equal(TimeSpan.FromMinutes(7), days.Advance(TimeSpan.FromMinutes(7), TimeSpan.Zero));
        Assert.Equal(3, days.Advance(TimeSpan.FromMinutes(7), new TimeSpan(1)).TotalHours, 6);
    }

    [Fact]
    public void ProblemOf_WeightsWhoseSumIsInfinite_SaysSo() =>
        Assert.Equal(
            "has weights whose sum is not finite",
            Rhythm.ProblemOf([.. Enumerable.Repeat(double.MaxValue, 24)])
        );

    [Fact]
    public void Advance_AnyWeights_IsTheInverseOfTheIntegral()
    {
        Xoshiro256 random = Xoshiro256.FromSeed(4);
        double[] weights = new double[Rhythm.Hours];
        for (int hour = 0; hour < weights.Length; hour++)
            weights[hour] = random.NextDouble() < 0.2 ? 0 : random.NextDouble();
        Rhythm rhythm = Rhythm.Create(weights).StartingAt(Monday.AddHours(100.25));

        for (int i = 0; i < 1_000; i++)
        {
            TimeSpan from = TimeSpan.FromMinutes(random.NextDouble() * 20_000);
            TimeSpan activity = TimeSpan.FromMinutes(random.NextDouble() * 30_000);
            TimeSpan to = rhythm.Advance(from, activity);
            Assert.Equal(activity.TotalSeconds, Integral(rhythm, from, to), 0.01);
            Assert.Equal(activity.TotalSeconds, rhythm.ActivityBetween(from, to).TotalSeconds, 0.01);
        }
    }

    [Fact]
    public void Create_AnyUnit_HasMean1() =>
        Assert.Equal(1, Rhythm.Create([.. Enumerable.Range(0, 168).Select(hour => hour * 7.0)]).Weights.Average(), 12);

    [Theory]
    [InlineData(23, 1.0, "has 23 weights")]
    [InlineData(24, 0.0, "has no weight above 0")]
    [InlineData(168, -1.0, "has a weight that is negative or not finite")]
    [InlineData(168, double.NaN, "has a weight that is negative or not finite")]
    public void ProblemOf_BadWeights_IsReported(int count, double weight, string problem) =>
        Assert.Equal(problem, Rhythm.ProblemOf([.. Enumerable.Repeat(weight, count)]));

    [Fact]
    public void Start_WithRhythm_DrawsTheSame()
    {
        ConversationModel plain = new(
            new BernoulliTrial(0.5),
            new BernoulliTrial(0.5),
            new PoissonSize(2),
            new ExponentialTime(0.01),
            new ExponentialTime(0.1),
            new ExponentialTime(0.2),
            new ExponentialTime(0.3),
            ActiveTimeoutRule.Quiet
        );
        ConversationModel withRhythm = plain with
        {
            Rhythm = Rhythm.Create([
                1,
                2,
                3,
                4,
                5,
                6,
                7,
                8,
                9,
                10,
                11,
                12,
                13,
                14,
                15,
                16,
                17,
                18,
                19,
                20,
                21,
                22,
                23,
                24,
            ]),
        };

        Assert.Equal(Draws(plain), Draws(withRhythm));
    }

    [Fact]
    public void FromMessages_BurstsOfAKnownRhythm_FindsItsWeights()
    {
        // 200 weeks of bursts at 10 to 22 h, twice as many at weekends; 40 a day: each of 84 hours has over 500, a
        // standard error of at most 4.5 %.
        Xoshiro256 random = Xoshiro256.FromSeed(9);
        Rhythm truth = Rhythm.Create([
            .. Enumerable
                .Range(0, 168)
                .Select(hour =>
                    hour % 24 is >= 10 and < 22
                        ? hour >= 120
                            ? 2.0
                            : 1.0
                        : 0
                ),
        ]);
        List<List<DateTime>> chats = [];
        for (int chat = 0; chat < 40; chat++)
        {
            List<DateTime> times = [Monday];
            for (TimeSpan at = TimeSpan.Zero; at < TimeSpan.FromDays(1_400); )
            {
                at = truth.Advance(at, TimeSpan.FromDays(-Math.Log(random.NextOpenDouble())));
                times.Add(Monday + at);
                times.Add(Monday + at + TimeSpan.FromMinutes(1));
            }
            chats.Add(times);
        }

        Rhythm found = RhythmEstimate.FromMessages(chats)!;

        for (int hour = 0; hour < Rhythm.Hours; hour++)
        {
            bool isEdge = hour % 24 is 9 or 22; // the profile is smoothed over neighbouring hours
            Assert.InRange(
                found.Weights[hour],
                (0.8 * truth.Weights[hour]) - 0.02,
                (1.2 * truth.Weights[hour]) + (isEdge ? 0.1 : 0.02)
            );
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(100.25, 0.4)]
    [InlineData(3.9, 60)]
    [InlineData(167.99, 2_000)]
    public void ActivityBetween_AnAdvance_IsItsActivityTime(double fromHours, double activityHours)
    {
        Rhythm rhythm = Rhythm
            .Create([.. Enumerable.Range(0, 24).Select(hour => hour < 6 ? 0 : hour / 10.0)])
            .StartingAt(new DateTime(2026, 3, 5, 4, 15, 0));
        (TimeSpan from, TimeSpan activity) = (TimeSpan.FromHours(fromHours), TimeSpan.FromHours(activityHours));

        Assert.Equal(
            activity.TotalSeconds,
            rhythm.ActivityBetween(from, rhythm.Advance(from, activity)).TotalSeconds,
            0.001
        );
    }

    [Fact]
    public void FromMessages_TooFewBursts_IsUnknown() =>
        Assert.Null(
            RhythmEstimate.FromMessages([
                [Monday, Monday.AddDays(1), Monday.AddDays(9)],
            ])
        );

    private static double Integral(Rhythm rhythm, TimeSpan from, TimeSpan to)
    {
        double seconds = 0;
        for (TimeSpan at = from; at < to; )
        {
            TimeSpan hourEnd = TimeSpan.FromTicks(
                ((((at + TimeSpan.FromHours(100.25)).Ticks / TimeSpan.TicksPerHour) + 1) * TimeSpan.TicksPerHour)
                    - TimeSpan.FromHours(100.25).Ticks
            );
            TimeSpan end = hourEnd < to ? hourEnd : to;
            seconds += rhythm.WeightAt(at) * (end - at).TotalSeconds;
            at = end;
        }
        return seconds;
    }

    private static List<uint> Draws(ConversationModel model)
    {
        Xoshiro256 random = Xoshiro256.FromSeed(11);
        List<uint> sizes = [];
        ConversationState state = ConversationMachine.Start(model, TimeSpan.Zero, ref random);
        for (int i = 0; i < 500; i++)
        {
            Transition next = ConversationMachine.OnDeadline(model, state, state.NextDeadline, ref random);
            if (next.Message is { } message)
                sizes.Add(message.Blocks);
            state = next.State;
        }
        return sizes;
    }
}
