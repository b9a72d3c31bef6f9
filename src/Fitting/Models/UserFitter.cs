using System.Globalization;
using MGen.Fitting.Chats;
using MGen.Fitting.Distributions;
using MGen.Fitting.Hmm;
using MGen.Fitting.Labelling;
using MGen.Fitting.Spells;
using MGen.Model.Randomness;

namespace MGen.Fitting.Models;

/// <summary>
/// Fits users: counts per minute, hidden Markov model, labels, distributions, training on single messages, model. Users
/// are independent of each other.
/// </summary>
public sealed class UserFitter
{
    private readonly ChatSet _chats;
    private readonly FitOptions _options;
    private readonly TrainingOptions _training;
    private readonly MessageSizer _sizer;

    /// <param name="chats">The chats.</param>
    /// <param name="options">How users are fitted.</param>
    public UserFitter(ChatSet chats, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _chats = chats;
        _options = options;
        _sizer = new MessageSizer(options.FileBlocks, options.Rules);
        _training = new TrainingOptions
        {
            Starts = options.Starts,
            Iterations = options.Iterations,
            Seed = options.Seed,
            OriginalStarts = options.Rules.HasFlag(OriginalRules.RandomStarts),
            Prior = options.Rules.HasFlag(OriginalRules.RatePrior) ? RatePrior.AllMinutes : RatePrior.OwnMinutes,
            FailedScoreShiftsChoice = options.Rules.HasFlag(OriginalRules.ScoreIndex),
        };
    }

    /// <summary>
    /// Fits all users in parallel. The result is in the order of the users and does not depend on the number of
    /// threads.
    /// </summary>
    /// <param name="onUser">Called after each user, on any thread; may be <c>null</c>.</param>
    /// <param name="stop">Cancels the fit.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public FittedUser[] FitAll(Action? onUser, CancellationToken stop)
    {
        var users = new FittedUser[_chats.Users];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = _options.Threads, CancellationToken = stop };
        Parallel.For(
            0,
            users.Length,
            parallel,
            user =>
            {
                users[user] = Fit(user);
                onUser?.Invoke();
            }
        );
        return users;
    }

    /// <summary>Fits one user. A user without messages has no model.</summary>
    public FittedUser Fit(int user)
    {
        IReadOnlyList<UserInChat> parts = _chats.For(user);
        if (parts.Count == 0)
            return new FittedUser(
                user,
                null,
                new ObservationCollector(_options.Rules, _options.Timeout).ToDistributions(),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                double.NaN,
                0
            );
        MinuteRun[] runs = [.. parts.SelectMany(MinuteCounter.Count)];
        TrainedModel trained = HmmTrainer.Train([.. runs.Select(run => run.Counts)], _training);
        UserLabels labels = UserLabels.From(runs, trained.Model);
        ObservedDistributions distributions = Observe(user, parts, labels);
        UserModel? model = UserModelBuilder.Build(distributions, _options.Rules);
        if (model is not null && _options.LearnsSpells)
        {
            SpellTally spells = new SpellFitter(parts).Fit(model);
            distributions = SpellModelBuilder.Distributions(spells, distributions);
            model = SpellModelBuilder.Build(spells, distributions);
        }
        PoissonHmm rates = trained.Model.Ordered();
        return new FittedUser(
            user,
            model,
            distributions,
            parts.Count,
            distributions.MessageBlocks.Total,
            runs.Length,
            runs.Sum(run => run.Counts.Length),
            labels.ActiveMinutes,
            rates.Rate0,
            rates.Rate1,
            rates.Leave0,
            rates.Leave1,
            trained.LogLikelihood,
            trained.FailedStarts
        );
    }

    private ObservedDistributions Observe(int user, IReadOnlyList<UserInChat> parts, UserLabels labels)
    {
        ObservationCollector collector = new(_options.Rules, _options.Timeout);
        foreach (RunLabeller run in labels.Labellers(_options.Rules))
            collector.Add(run);
        Xoshiro256 random = ConversationSeed.Create(
            _options.Seed,
            user.ToString(CultureInfo.InvariantCulture),
            "file-sizes"
        );
        foreach (UserInChat part in parts)
        {
            collector.AddReceived(part.Chat.Messages.Length - part.Own.Length);
            foreach (int own in part.Own)
                collector.AddBlocks(_sizer.Draw(part.Chat.Messages[own], ref random));
        }
        return collector.ToDistributions();
    }
}
