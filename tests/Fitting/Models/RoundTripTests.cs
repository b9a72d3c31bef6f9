using System.Globalization;
using MGen.Fitting.Chats;
using MGen.Fitting.Distributions;
using MGen.Fitting.Goodness;
using MGen.Fitting.Imports.Minutes;
using MGen.Fitting.Models;
using MGen.Fitting.Tests.Worlds;
using MGen.Model.Configuration;
using MGen.Population.Behaviours;

namespace MGen.Fitting.Tests.Models;

/// <summary>
/// Known models produce chats in virtual time, and the fit recovers the models. The seed is fixed, so the result is
/// reproducible; in 48 fits with 16 other seeds no tolerance of s, r, i, a_s and w was exceeded (the largest errors
/// were 0.06, 0.03, 0.034, 0.056 and 17 %).
/// </summary>
public sealed class RoundTripTests(ITestOutputHelper output)
{
    private const double NeverAfterSend = 0.2;
    private const double NeverAfterReceive = 0.3;

    private static readonly UserModel Truth = new(
        0.4,
        0.3,
        Exponential(10_800, 0),
        EmpiricalDistribution.From([60L, 90, 120, 150]),
        Exponential(25, NeverAfterSend),
        Exponential(15, NeverAfterReceive),
        EmpiricalDistribution.From([1L, 1, 1, 2, 30]),
        []
    );

    private static readonly UserModel Talker = Truth with
    {
        ActivateOnSend = 0.8,
        ActivateOnReceive = 0.7,
        IdleDelay = Exponential(7_200, 0),
    };

    private static readonly FitOptions Options = new() { Seed = 5, Threads = 2 };

    [Fact]
    public void FitAll_SimulatedChats_RecoversTheModels()
    {
        FittedUser[] fitted = new UserFitter(Simulated(), Options).FitAll(null, TestContext.Current.CancellationToken);

        foreach (
            (UserModel truth, FittedUser user) in new[] { (Truth, fitted[0]), (Talker, fitted[1]), (Truth, fitted[2]) }
        )
        {
            UserModel found = user.Model!;
            Assert.InRange(found.ActivateOnSend, truth.ActivateOnSend - 0.08, truth.ActivateOnSend + 0.08);
            Assert.InRange(found.IdleDelay.DistanceTo(truth.IdleDelay), 0, 0.05);
            Assert.InRange(found.DelayAfterSend.DistanceTo(truth.DelayAfterSend), 0, 0.08);
            Assert.InRange(user.Observed.DelayAfterSend.NeverShare, NeverAfterSend - 0.05, NeverAfterSend + 0.05);
            Assert.InRange(found.MessageBlocks.DistanceTo(truth.MessageBlocks), 0, 0.02);
            output.WriteLine(
                $"w {found.QuietTimeout.Mean / truth.QuietTimeout.Mean:0.00} of {truth.QuietTimeout.Mean} s"
            );
            Assert.InRange(found.QuietTimeout.Mean / truth.QuietTimeout.Mean, 0.8, 1.2);
        }
        foreach ((UserModel truth, FittedUser user) in new[] { (Truth, fitted[0]), (Talker, fitted[1]) })
        {
            Assert.InRange(
                user.Model!.ActivateOnReceive,
                truth.ActivateOnReceive - 0.08,
                truth.ActivateOnReceive + 0.08
            );
            Assert.InRange(user.Model.DelayAfterReceive.DistanceTo(truth.DelayAfterReceive), 0, 0.08);
        }
    }

    [Fact]
    public void Run_FittedChats_AreAsBusyAsTheRealOnes()
    {
        ChatSet chats = Simulated();
        FittedUser[] fitted = new UserFitter(chats, Options).FitAll(null, TestContext.Current.CancellationToken);

        GoodnessOfFit goodness = GoodnessTest.Run(
            chats,
            fitted,
            Options,
            TimeSpan.MaxValue,
            TestContext.Current.CancellationToken
        );

        Assert.InRange((double)goodness.SimulatedMessages / goodness.RealMessages, 0.9, 1.1);
        Assert.Equal(["i", "w", "a_s", "a_r", "m"], goodness.Distributions.Select(law => law.Symbol));
        Assert.All(
            goodness.Distributions.Where(law => law.Symbol != "w"),
            law => Assert.InRange(law.KsDistance!.Value, 0, 0.1)
        );
        Assert.All(goodness.Distributions, law => Assert.Equal(100, law.Quantiles.Count));
    }

    [Fact]
    public void FitAll_SlowRepliers_AreNotTakenForIdleOnes()
    {
        // Replies take minutes (mean 150 and 240 s): in labels per minute each looks like a message sent while idle (r
        // at most 0.1).
        UserModel slow = Truth with
        {
            ActivateOnReceive = 0.6,
            QuietTimeout = EmpiricalDistribution.From([600L, 900, 1_200]),
            DelayAfterReceive = Exponential(150, 0.2),
        };
        UserModel slower = slow with
        {
            ActivateOnSend = 0.2,
            ActivateOnReceive = 0.9,
            DelayAfterReceive = Exponential(240, 0.1),
        };

        FittedUser[] fitted = new UserFitter(Simulated(300, slow, slower, Truth), Options).FitAll(
            null,
            TestContext.Current.CancellationToken
        );

        foreach ((UserModel truth, UserModel found) in new[] { (slow, fitted[0].Model!), (slower, fitted[1].Model!) })
        {
            output.WriteLine(
                $"w {found.QuietTimeout.Mean / truth.QuietTimeout.Mean:0.00} of {truth.QuietTimeout.Mean} s, s {found.ActivateOnSend:0.00}, r {found.ActivateOnReceive:0.00}"
            );
            Assert.InRange(found.ActivateOnSend, truth.ActivateOnSend - 0.08, truth.ActivateOnSend + 0.08);
            Assert.InRange(found.ActivateOnReceive, truth.ActivateOnReceive - 0.08, truth.ActivateOnReceive + 0.08);
        }
    }

    [Theory]
    [InlineData(60, false)]
    [InlineData(90, false)]
    [InlineData(90, true)]
    public void FitAll_OneTimeout_IsFound(long timeout, bool cutToMinutes)
    {
        UserModel one = Truth with { QuietTimeout = EmpiricalDistribution.From([timeout]) };
        UserModel other = Talker with { QuietTimeout = EmpiricalDistribution.From([timeout]) };
        ChatSet chats = Simulated(200, one, other, Truth);
        if (cutToMinutes)
            chats = new ChatSet(
                MinuteTimes.Draw(chats.Chats.Select((chat, i) => MinuteTimesTests.Spread(chat, (ulong)i)), 1, 2),
                chats.Users
            );

        FittedUser[] fitted = new UserFitter(chats, Options).FitAll(null, TestContext.Current.CancellationToken);

        // The third user is alone, where the timeout is hardly identifiable.
        foreach (FittedUser user in fitted.Take(2))
        {
            output.WriteLine(
                $"w {user.Model!.QuietTimeout.Mean / timeout:0.00} of {timeout} s, median {user.Model.QuietTimeout.Quantile(0.5)} s"
            );
            Assert.InRange(user.Model.QuietTimeout.Mean / timeout, 0.85, 1.15);
        }
    }

    [Fact]
    public void FitAll_Group_KeepsTheMeanIdleDelay()
    {
        // In a group most idle delays are censored by other members' messages, so that few long ones are observed.
        ChatSet chats = Simulated(
            100,
            [0, 1, 2, 3, 4, 5],
            [.. Enumerable.Repeat(Truth with { ActivateOnReceive = 0.25 }, 6)]
        );

        FittedUser[] fitted = new UserFitter(chats, Options).FitAll(null, TestContext.Current.CancellationToken);

        double[] ratios = [.. fitted.Select(user => user.Model!.IdleDelay.Mean / Truth.IdleDelay.Mean)];
        output.WriteLine(
            string.Join(' ', ratios.Select(ratio => ratio.ToString("0.00", CultureInfo.InvariantCulture)))
        );
        Assert.InRange(ratios.Average(), 0.9, 1.1);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0 0")]
    [InlineData("0 0 0 0 0 0 0 0")]
    [InlineData("0 3155760000000")]
    [InlineData("0 1000 2000")]
    public void FitAll_VeryFewMessages_GivesFiniteNumbers(string milliseconds)
    {
        long[] times = [.. milliseconds.Split(' ').Select(time => long.Parse(time, CultureInfo.InvariantCulture))];
        Chat chat = new(
            [.. times.Select((time, i) => new ChatMessage(time, i % 2, 1, ChatMessage.NoMedia))],
            times[^1],
            2
        );

        FittedUser[] fitted = new UserFitter(new ChatSet([chat], 2), Options).FitAll(
            null,
            TestContext.Current.CancellationToken
        );

        foreach (UserModel model in fitted.Select(user => user.Model).OfType<UserModel>())
        {
            Assert.True(model.ActivateOnSend is >= 0 and <= 1 && model.ActivateOnReceive is >= 0 and <= 1);
            Assert.All(
                [
                    model.IdleDelay,
                    model.QuietTimeout,
                    model.DelayAfterSend,
                    model.DelayAfterReceive,
                    model.MessageBlocks,
                ],
                law => Assert.True(law.Total > 0)
            );
        }
    }

    [Fact]
    public void FitAll_AnyNumberOfThreads_IsTheSame()
    {
        ChatSet chats = Simulated(days: 20);
        string Text(int threads) =>
            string.Join(
                '\n',
                new UserFitter(chats, Options with { Threads = threads })
                    .FitAll(null, TestContext.Current.CancellationToken)
                    .Select(user =>
                        $"{user.LogLikelihood:R} {ModelFileText.Weights(user.Model!.IdleDelay)} {ModelFileText.Weights(user.Model.DelayAfterSend)} {user.Model.ActivateOnSend:R}"
                    )
            );

        Assert.Equal(Text(1), Text(7));
    }

    [Fact]
    public void Write_Models_AreReadByTheGenerator()
    {
        FittedUser[] fitted = new UserFitter(Simulated(days: 20), Options).FitAll(
            null,
            TestContext.Current.CancellationToken
        );
        string root = Directory.CreateTempSubdirectory("mgen-models-").FullName;
        try
        {
            foreach (FittedUser user in fitted)
                ModelDirectory.Write(Path.Combine(root, $"u{user.User}"), user.Model!);
            List<ConfigError> errors = [];

            IReadOnlyList<BehaviourModel> read = BehaviourLibrary.Load(root, root, errors);

            Assert.Empty(errors);
            Assert.Equal(fitted.Select(user => user.Model!.ActivateOnSend), read.Select(model => model.ActivateOnSend));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>Users 0 and 1 are in one chat, user 2 is alone.</summary>
    private static ChatSet Simulated(int days = 300) => Simulated(days, Truth, Talker, Truth);

    private static ChatSet Simulated(int days, params UserModel[] models) => Simulated(days, [0, 1], models, [2]);

    /// <summary>One or two chats of the given users.</summary>
    private static ChatSet Simulated(int days, int[] chat, UserModel[] models, int[]? other = null)
    {
        const long Start = 946_684_800_000;
        long end = Start + (long)TimeSpan.FromDays(days).TotalMilliseconds;
        Chat Shape(params int[] users) =>
            new([.. users.Select(user => new ChatMessage(Start, user, 1, ChatMessage.NoMedia))], end, users.Length);
        FittedUser[] users =
        [
            .. models.Select((model, user) => new FittedUser(user, model, null!, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
        ];
        Chat[] shapes = other is null || other[0] >= models.Length ? [Shape(chat)] : [Shape(chat), Shape(other)];
        return new ChatSimulation(new ChatSet(shapes, models.Length), users, Options).Run(
            TimeSpan.MaxValue,
            TestContext.Current.CancellationToken
        );
    }

    /// <summary>
    /// An exponential distribution in whole seconds; with probability <paramref name="never"/> the value is an hour.
    /// </summary>
    private static EmpiricalDistribution Exponential(double mean, double never) =>
        EmpiricalDistribution.From([
            .. Enumerable
                .Range(0, 400)
                .Select(i =>
                    i < 400 * never
                        ? 3_600
                        : (long)Math.Round(-mean * Math.Log(1 - ((i - (400 * never) + 0.5) / (400 * (1 - never)))))
                ),
        ]);
}
