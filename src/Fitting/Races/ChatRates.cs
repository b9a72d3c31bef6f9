using MGen.Population.Behaviours;

namespace MGen.Fitting.Races;

/// <summary>
/// The rate of each chat: how often it starts a burst, relative to what the factors of its members predict.
/// Rates are log-normal (<see cref="LogVariance"/>); each is estimated as a gamma-Poisson factor of the same variance
/// (<see cref="PersonFactors"/>).
/// </summary>
internal sealed class ChatRates
{
    /// <summary>
    /// Number of chats at which a class's own variance has the same weight as the variance of all classes.
    /// </summary>
    private const double PriorChats = 6;

    private const double LeastVariance = 0.01;

    private readonly double[] _rates;

    private ChatRates(double[] rates, double[] variances)
    {
        _rates = rates;
        Variances = variances;
    }

    /// <summary>Variance of the rates of the chats, by class; the mean of the rates is 1.</summary>
    public IReadOnlyList<double> Variances { get; }

    /// <summary>The rate of a chat.</summary>
    /// <param name="chat">The chat's number.</param>
    public double For(int chat) => _rates[chat];

    /// <summary>The rate 1 for all chats.</summary>
    public static ChatRates None(int chats, int classes)
    {
        double[] rates = new double[chats];
        Array.Fill(rates, 1);
        return new ChatRates(rates, new double[classes]);
    }

    /// <summary>Estimates the rates of chats.</summary>
    /// <param name="chats">The chats, their silences measured on clocks of rate 1.</param>
    /// <param name="classOfChat">The class of each chat.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="persons">The factors of the users in each class.</param>
    public static ChatRates From(
        IReadOnlyList<ChatRace> chats,
        IReadOnlyList<int> classOfChat,
        int classes,
        PersonFactors persons
    )
    {
        var seen = new (double Count, double Expected)[chats.Count];
        foreach (IGrouping<int, int> own in Enumerable.Range(0, chats.Count).GroupBy(chat => classOfChat[chat]))
        {
            double[] exposures = [.. own.Select(chat => Exposure(chats[chat], own.Key, persons))];
            double perExposure = own.Sum(chat => Begins(chats[chat])) / Math.Max(exposures.Sum(), double.Epsilon);
            foreach ((int chat, double exposure) in own.Zip(exposures))
                seen[chat] = (Begins(chats[chat]), perExposure * exposure);
        }
        double[] variances = Shrunk(seen, classOfChat, classes);
        double[] rates =
        [
            .. seen.Select((one, chat) => PersonFactors.Guess(one.Count, one.Expected, variances[classOfChat[chat]])),
        ];
        return new ChatRates(rates, variances);
    }

    private static double Begins(ChatRace chat) => chat.Events[(int)RaceKind.Begin].Sum();

    /// <summary>
    /// The time of silence, weighted by the sum of the members' factors of starting bursts; members who sent nothing
    /// have factor 1.
    /// </summary>
    private static double Exposure(ChatRace chat, int sizeClass, PersonFactors persons)
    {
        double factors =
            chat.Authors.Sum(author => persons.For(author, sizeClass).Begin)
            + Math.Max(0, chat.Members - chat.Authors.Count);
        return factors * chat.SilenceTime.Sum();
    }

    private static double[] Shrunk((double Count, double Expected)[] seen, IReadOnlyList<int> classOfChat, int classes)
    {
        double pooled = LogVariance.Estimate(seen);
        return
        [
            .. Enumerable
                .Range(0, classes)
                .Select(sizeClass =>
                {
                    var own = seen.Where((_, chat) => classOfChat[chat] == sizeClass).ToArray();
                    double logVariance =
                        ((own.Length * LogVariance.Estimate(own)) + (PriorChats * pooled)) / (own.Length + PriorChats);
                    return Math.Clamp(Math.Exp(logVariance) - 1, LeastVariance, GroupRates.MostVariance);
                }),
        ];
    }
}
