using MGen.Model.Conversations;
using MGen.Model.Distributions;
using MGen.Simulation.Latencies;
using MGen.Simulation.Tests.Support;

namespace MGen.Simulation.Tests;

/// <summary>
/// Send rates compared with renewal theory. Each test's false-alarm rate is below 1e-6: five standard deviations of a
/// count that is approximately normal. Seeds are fixed, so a failure is a change of the program.
/// </summary>
public sealed class RateTests
{
    private const double Sigmas = 5;

    private static readonly SimulationOptions Options = Simulated.Plain with
    {
        Duration = TimeSpan.FromHours(1),
        Latency = LatencyModel.Constant(TimeSpan.FromMilliseconds(50)),
    };

    [Fact]
    public void Run_AlwaysIdle_SendsAPoissonProcess()
    {
        // 200 conversations that send with rate 1/30 s for an hour.
        long sent = Sent(TestPopulation.Create(100, 2, Models.Poisson(1 / 30.0)), Options);

        Assert.InRange(sent, 24_000 - (Sigmas * Math.Sqrt(24_000)), 24_000 + (Sigmas * Math.Sqrt(24_000)));
    }

    [Fact]
    public void Run_ActiveSpells_MatchTheRenewalRewardRate()
    {
        // Alone in a group: nothing is received. A message sent while idle begins a spell with probability s. There the
        // next message comes after a_s ~ Exp(a) unless w ~ Exp(b), drawn once per spell, is shorter. Given w the
        // further messages N are geometric: E[N|w] = exp(a w) - 1, so E[N] = b/(b-a) - 1; the spell lasts E[min(a_s,
        // w)] E[N + 1 | w] = (exp(a w) - 1) / a. A cycle from one message sent while idle to the next has X = 1 +
        // [spell] N messages and lasts L = i + [spell] its length, with i ~ Exp(c).
        const double S = 0.5,
            A = 0.1,
            B = 0.3,
            C = 1 / 60.0;
        ConversationModel model = new(
            new BernoulliTrial(S),
            new BernoulliTrial(0),
            new BinomialSize(1, 1),
            new ExponentialTime(C),
            new ExponentialTime(B),
            new ExponentialTime(A),
            new ExponentialTime(1),
            ActiveTimeoutRule.Quiet
        );
        double further = (B / (B - A)) - 1;
        double spell = further / A;
        double perSecond = (1 + (S * further)) / ((1 / C) + (S * spell));
        SimulationOptions options = Options with { Duration = TimeSpan.FromHours(100) };

        long sent = Sent(TestPopulation.Create(200, 1, model), options);

        double expected = perSecond * options.Duration.TotalSeconds * 200;
        // The variance is Var(X - rate L) / E[X] = 2.6 / 1.25 times that of a Poisson process.
        Assert.InRange(
            sent,
            expected - (Sigmas * Math.Sqrt(2.1 * expected)),
            expected + (Sigmas * Math.Sqrt(2.1 * expected))
        );
    }

    [Fact]
    public void Run_FixedSpell_IsLongerThanNoneAndShorterThanQuiet()
    {
        long Count(ActiveTimeoutRule rule) =>
            Sent(TestPopulation.Create(50, 2, Models.Lively with { Rule = rule }), Options);

        Assert.InRange(
            Count(ActiveTimeoutRule.Spell),
            Sent(TestPopulation.Create(50, 2, Models.Poisson(1 / 60.0)), Options) + 1,
            Count(ActiveTimeoutRule.Quiet) - 1
        );
    }

    private static long Sent(TestPopulation population, SimulationOptions options) =>
        new Simulator(population, options)
            .Run(cancellationToken: TestContext.Current.CancellationToken)
            .Counts.MessagesSent;
}
