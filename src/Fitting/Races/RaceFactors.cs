namespace MGen.Fitting.Races;

/// <summary>What hazards are multiplied by, of each kind.</summary>
/// <param name="Answer">Of answering.</param>
/// <param name="Continue">Of going on after an own message.</param>
/// <param name="Begin">Of ending a silence.</param>
internal readonly record struct RaceFactors(double Answer, double Continue, double Begin)
{
    /// <summary>Factors that change nothing.</summary>
    public static RaceFactors One => new(1, 1, 1);

    /// <summary>The factor of a kind.</summary>
    public double Of(RaceKind kind) => kind switch
    {
        RaceKind.Answer => Answer,
        RaceKind.Continue => Continue,
        _ => Begin,
    };

    /// <summary>Both factors, one after the other.</summary>
    public static RaceFactors operator *(RaceFactors left, RaceFactors right) =>
        new(left.Answer * right.Answer, left.Continue * right.Continue, left.Begin * right.Begin);

    /// <summary>The geometric means.</summary>
    public static RaceFactors Mean(IEnumerable<RaceFactors> all)
    {
        RaceFactors[] factors = [.. all];
        double Of(Func<RaceFactors, double> kind) => Math.Exp(factors.Average(one => Math.Log(kind(one))));
        return new RaceFactors(Of(one => one.Answer), Of(one => one.Continue), Of(one => one.Begin));
    }
}
