using System.Numerics;

namespace MGen.Fitting.Spells;

/// <summary>
/// Vectorised sums and products over the timeouts of <see cref="TimeoutGrid"/>: the innermost loops of the training.
/// </summary>
internal static class ActiveWeights
{
    public static double Sum(ReadOnlySpan<double> a)
    {
        Vector<double> sum = Vector<double>.Zero;
        int k = 0;
        for (; k + Vector<double>.Count <= a.Length; k += Vector<double>.Count)
            sum += new Vector<double>(a[k..]);
        double total = Vector.Sum(sum);
        for (; k < a.Length; k++)
            total += a[k];
        return total;
    }

    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Vector<double> sum = Vector<double>.Zero;
        int k = 0;
        for (; k + Vector<double>.Count <= a.Length; k += Vector<double>.Count)
            sum += new Vector<double>(a[k..]) * new Vector<double>(b[k..]);
        double total = Vector.Sum(sum);
        for (; k < a.Length; k++)
            total += a[k] * b[k];
        return total;
    }

    /// <paramref name="into"/> = <paramref name="a"/> times <paramref name="factor"/>; both may be the same memory.
    public static void Scale(ReadOnlySpan<double> a, double factor, Span<double> into)
    {
        int k = 0;
        for (; k + Vector<double>.Count <= a.Length; k += Vector<double>.Count)
            (new Vector<double>(a[k..]) * factor).CopyTo(into[k..]);
        for (; k < a.Length; k++)
            into[k] = a[k] * factor;
    }

    /// <paramref name="into"/> += <paramref name="a"/> times <paramref name="factor"/>.
    public static void AddScaled(ReadOnlySpan<double> a, double factor, Span<double> into)
    {
        int k = 0;
        for (; k + Vector<double>.Count <= a.Length; k += Vector<double>.Count)
            (new Vector<double>(into[k..]) + (new Vector<double>(a[k..]) * factor)).CopyTo(into[k..]);
        for (; k < a.Length; k++)
            into[k] += a[k] * factor;
    }
}
