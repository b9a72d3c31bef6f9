namespace MGen.Fitting.Races;

/// <summary>The factors of the hazards, by kind.</summary>
/// <param name="Answer">Factor of the hazard of answering.</param>
/// <param name="Continue">Factor of the hazard of sending again after an own message.</param>
/// <param name="Begin">Factor of the hazard of ending a silence.</param>
internal readonly record struct RaceFactors(double Answer, double Continue, double Begin)
{
    /// <summary>Factors of 1.</summary>
    public static RaceFactors One => new(1, 1, 1);

    /// <summary>The factor of a kind.</summary>
    public double For(RaceKind kind) =>
        kind switch
        {
            RaceKind.Answer => Answer,
            RaceKind.Continue => Continue,
            _ => Begin,
        };

    /// <summary>The products, kind by kind.</summary>
    public static RaceFactors operator *(RaceFactors left, RaceFactors right) =>
        new(left.Answer * right.Answer, left.Continue * right.Continue, left.Begin * right.Begin);

    /// <summary>The geometric means.</summary>
    public static RaceFactors Mean(IEnumerable<RaceFactors> all)
    {
        RaceFactors[] factors = [.. all];
        double MeanOf(Func<RaceFactors, double> kind) => Math.Exp(factors.Average(one => Math.Log(kind(one))));
        return new RaceFactors(MeanOf(one => one.Answer), MeanOf(one => one.Continue), MeanOf(one => one.Begin));
    }
}

/// <summary>The kinds of messages in the race for a chat's next message.</summary>
internal enum RaceKind
{
    /// <summary>Sent after another member's message, within a burst.</summary>
    Answer,

    /// <summary>Sent after an own message, within a burst.</summary>
    Continue,

    /// <summary>Ends a silence.</summary>
    Begin,
}
