namespace MGen.Model.Distributions;

/// <summary>
/// A distribution of counts with one peak and support 0, 1, ... <see cref="Largest"/>, as
/// <see cref="CountSampler{TLaw}"/> needs it. Counts are doubles: exact up to 2^53; larger ones are far above the
/// largest size.
/// </summary>
internal interface ICountLaw
{
    double Mean { get; }

    double Variance { get; }

    /// <summary>A count with the largest probability.</summary>
    double Mode { get; }

    /// <summary>The largest count; infinity if it is unbounded.</summary>
    double Largest { get; }

    /// <summary>ln P(X = <paramref name="count"/>), for a whole number from 0 to <see cref="Largest"/>.</summary>
    double LogProbability(double count);

    /// <summary>P(X = count + 1) / P(X = count); 0 at <see cref="Largest"/>.</summary>
    double RatioToNext(double count);
}
