namespace MGen.Fitting.Hmm;

/// <summary>A value for each of the two states.</summary>
internal readonly record struct Pair(double In0, double In1)
{
    public double Sum => In0 + In1;

    public static Pair operator *(in Pair a, double factor) => new(a.In0 * factor, a.In1 * factor);

    public static Pair operator +(in Pair a, in Pair b) => new(a.In0 + b.In0, a.In1 + b.In1);
}
