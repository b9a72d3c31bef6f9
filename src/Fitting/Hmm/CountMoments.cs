namespace MGen.Fitting.Hmm;

/// <summary>Mean and variance of the counts per minute.</summary>
internal readonly record struct CountMoments(double Mean, double Variance)
{
    public static CountMoments From(IEnumerable<ushort[]> sequences)
    {
        (double minutes, double sum, double squares) = (0, 0, 0);
        foreach (ushort[] counts in sequences)
        {
            minutes += counts.Length;
            foreach (ushort count in counts)
            {
                sum += count;
                squares += (double)count * count;
            }
        }
        double mean = sum / minutes;
        return new CountMoments(mean, (squares / minutes) - (mean * mean));
    }
}
