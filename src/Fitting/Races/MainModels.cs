using MGen.Fitting.Chats;
using MGen.Fitting.Distributions;
using MGen.Fitting.Models;
using MGen.Population.Behaviours;

namespace MGen.Fitting.Races;

/// <summary>
/// Selects one model per user for output that has no classes: the model of the class in which the user sent the most
/// messages.
/// </summary>
public static class MainModels
{
    /// <summary>The main model of a user who sent a message.</summary>
    public static ClassModel For(ChatSet chats, ClassFit fit, int user)
    {
        ArgumentNullException.ThrowIfNull(chats);
        ArgumentNullException.ThrowIfNull(fit);
        SizeClass[] classes = [.. fit.People[user].Select(model => model.Class)];
        return fit.People[user]
            .MaxBy(model =>
                chats
                    .For(user)
                    .Where(part => classes.MinBy(size => size.DistanceTo(part.Chat.Members)) == model.Class)
                    .Sum(part => part.Own.Length)
            )!;
    }

    /// <summary>
    /// All users with their main models; times are rounded to whole seconds. Fields of the hidden Markov model (runs,
    /// minutes, rates) are 0, and the log-likelihood is NaN, because none is fitted.
    /// </summary>
    public static FittedUser[] ForAll(ChatSet chats, ClassFit fit)
    {
        ArgumentNullException.ThrowIfNull(chats);
        ArgumentNullException.ThrowIfNull(fit);
        return [.. Enumerable.Range(0, chats.Users).Select(user => ForUser(chats, fit, user))];
    }

    private static FittedUser ForUser(ChatSet chats, ClassFit fit, int user)
    {
        bool wrote = fit.People[user].Count > 0;
        UserModel? model = wrote ? Rounded(For(chats, fit, user)) : null;
        ObservedDistributions distributions = new ObservationCollector(default, default).ToDistributions();
        return new FittedUser(
            user,
            model,
            distributions,
            chats.For(user).Count,
            chats.For(user).Sum(part => (long)part.Own.Length),
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
    }

    private static UserModel Rounded(ClassModel model) =>
        new(
            ClassModel.Activate,
            ClassModel.Activate,
            Rounded(model.IdleDelay),
            Rounded(ClassModel.QuietTimeout),
            Rounded(model.DelayAfterSend),
            Rounded(model.DelayAfterReceive),
            model.MessageBlocks,
            []
        );

    private static EmpiricalDistribution Rounded(SecondsDistribution distribution) =>
        EmpiricalDistribution.From(
            distribution
                .Seconds.Zip(
                    distribution.Weights,
                    (value, weight) => (Value: (long)Math.Round(value), Weight: (long)weight)
                )
                .GroupBy(entry => entry.Value)
                .OrderBy(entry => entry.Key)
                .Select(entry => (entry.Key, entry.Sum(one => one.Weight)))
        );
}
