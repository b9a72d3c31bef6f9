namespace MGen.Fitting.Races;

/// <summary>
/// Estimates the exponent by which a member's hazard of answering falls with the number of other members.
/// </summary>
internal static class SizeExponent
{
    private const int Steps = 30;

    /// <summary>
    /// The exponent if all chats have the same size: the number of answers in a chat then does not depend on its size.
    /// </summary>
    private const double Standard = 1;

    /// <summary>
    /// The exponent alpha, by a Poisson regression of the chats' answers on (members - 1)^-alpha and a level, given the
    /// time at risk; solved by Newton's method.
    /// </summary>
    public static double Estimate(IReadOnlyCollection<ChatRace> chats, RaceHazards pool)
    {
        double[] hazards = pool.For(RaceKind.Answer);
        var seen = chats
            .Where(chat => chat.Members > 1)
            .Select(chat =>
                (
                    Log: Math.Log(chat.Members - 1),
                    Count: chat.Events[(int)RaceKind.Answer].Sum(),
                    Expected: Enumerable
                        .Range(0, hazards.Length)
                        .Sum(bin => hazards[bin] * chat.TimeAtRisk(RaceKind.Answer, bin))
                )
            )
            .ToArray();
        double alpha = 0;
        for (int step = 0; step < Steps; step++)
        {
            double level = seen.Sum(chat => chat.Count) / seen.Sum(chat => chat.Expected * Math.Exp(-alpha * chat.Log));
            var fitted = seen.Select(chat =>
                    (chat.Log, chat.Count, Mean: level * chat.Expected * Math.Exp(-alpha * chat.Log))
                )
                .ToArray();
            double centre = fitted.Sum(chat => chat.Log * chat.Mean) / fitted.Sum(chat => chat.Mean);
            double information = fitted.Sum(chat => chat.Mean * (chat.Log - centre) * (chat.Log - centre));
            if (!(information > 1))
                return Standard;
            alpha -= fitted.Sum(chat => (chat.Count - chat.Mean) * chat.Log) / information;
        }
        return double.IsFinite(alpha) ? Math.Clamp(alpha, 0, 2) : Standard;
    }
}
