using MGen.Fitting.Chats;
using MGen.Fitting.Distributions;
using MGen.Fitting.Models;
using MGen.Model.Conversations;

namespace MGen.Fitting.Goodness;

/// <summary>Compares the behaviour of fitted users in a simulation with the data.</summary>
public static class GoodnessTest
{
    private static readonly double[] Percents = [.. Enumerable.Range(1, 99).Select(percent => (double)percent), 99.9];

    private static readonly (string Symbol, string Unit, Func<UserModel, EmpiricalDistribution> Part)[] Parts =
    [
        ("i", "s", model => model.IdleDelay),
        ("w", "s", model => model.QuietTimeout),
        ("a_s", "s", model => model.DelayAfterSend),
        ("a_r", "s", model => model.DelayAfterReceive),
        ("m", "blocks", model => model.MessageBlocks),
    ];

    /// <summary>
    /// Whether simulations of fits with these options are certain to end. A simulation runs for ever if all delays are
    /// 0, or if no delay exceeds a timeout.
    /// </summary>
    public static bool CanRun(FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        bool mayNeverEnd =
            options.Timeout == ActiveTimeoutRule.Quiet && options.Rules.HasFlag(OriginalRules.QuietTimeout);
        return !mayNeverEnd && !options.Rules.HasFlag(OriginalRules.CutSeconds);
    }

    /// <summary>Simulates the chats, fits the simulated chats, and compares the two fits.</summary>
    /// <param name="chats">The real chats.</param>
    /// <param name="users">The fitted users of these chats.</param>
    /// <param name="options">The options of the fit; its seed is also the seed of the simulation.</param>
    /// <param name="longest">Longest time for which a chat is simulated.</param>
    /// <param name="stop">Cancels the test.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static GoodnessOfFit Run(
        ChatSet chats,
        IReadOnlyList<FittedUser> users,
        FitOptions options,
        TimeSpan longest,
        CancellationToken stop
    )
    {
        ArgumentNullException.ThrowIfNull(chats);
        ChatSet simulated = new ChatSimulation(chats, users, options).Run(longest, stop);
        FittedUser[] again = new UserFitter(simulated, options).FitAll(null, stop);
        bool isWhole = chats.Chats.All(chat =>
            chat.Messages.Length == 0
            || chat.EndUnixMilliseconds - chat.Messages[0].UnixMilliseconds <= longest.TotalMilliseconds
        );
        return Compare(users, again, chats.Messages, simulated.Messages) with
        {
            Volume = isWhole ? VolumeTotal.From(chats, simulated.Messages) : null,
        };
    }

    private static GoodnessOfFit Compare(
        IReadOnlyList<FittedUser> real,
        FittedUser[] simulated,
        long realMessages,
        long simulatedMessages
    )
    {
        Pair[] pairs =
        [
            .. real.Zip(simulated)
                .Where(pair => pair.First.Model is not null && pair.Second.Model is not null)
                .Select(pair => new Pair(pair.First.Model!, pair.Second.Model!, pair.First.Messages)),
        ];
        return new GoodnessOfFit(
            realMessages,
            simulatedMessages,
            Mean(pairs, "s", pair => pair.Real.ActivateOnSend),
            Mean(pairs, "s", pair => pair.Simulated.ActivateOnSend),
            Mean(pairs, "r", pair => pair.Real.ActivateOnReceive),
            Mean(pairs, "r", pair => pair.Simulated.ActivateOnReceive),
            [.. Parts.Select(part => Compare(pairs, part.Symbol, part.Unit, part.Part))]
        );
    }

    /// <summary>
    /// The mean over users, weighted by their messages, because about half of the users have only a few messages, which
    /// carry little information.
    /// </summary>
    private static double? Mean(Pair[] all, string symbol, Func<Pair, double> value)
    {
        Pair[] pairs = [.. all.Where(pair => pair.Has(symbol))];
        return pairs.Length == 0
            ? null
            : pairs.Sum(pair => value(pair) * pair.Messages) / pairs.Sum(pair => pair.Messages);
    }

    private static DistributionComparison Compare(
        Pair[] all,
        string symbol,
        string unit,
        Func<UserModel, EmpiricalDistribution> distribution
    )
    {
        Pair[] pairs = [.. all.Where(pair => pair.Has(symbol))];
        if (pairs.Length == 0)
            return new DistributionComparison(symbol, unit, 0, null, null, [], null, null, []);
        EmpiricalDistribution real = EmpiricalDistribution.Mixture(
            pairs.Select(pair => (distribution(pair.Real), pair.Messages))
        );
        EmpiricalDistribution simulated = EmpiricalDistribution.Mixture(
            pairs.Select(pair => (distribution(pair.Simulated), pair.Messages))
        );
        double[] own =
        [
            .. pairs.Select(pair => distribution(pair.Real).DistanceTo(distribution(pair.Simulated))).Order(),
        ];
        return new DistributionComparison(
            symbol,
            unit,
            pairs.Length,
            real.DistanceTo(simulated),
            own[own.Length / 2],
            own,
            real.Mean,
            simulated.Mean,
            [
                .. Percents.Select(percent => new QuantilePair(
                    percent,
                    real.Quantile(percent / 100),
                    simulated.Quantile(percent / 100)
                )),
            ]
        );
    }

    private sealed record Pair(UserModel Real, UserModel Simulated, long Messages)
    {
        public bool Has(string symbol) => !Real.Assumed.Contains(symbol) && !Simulated.Assumed.Contains(symbol);
    }
}
