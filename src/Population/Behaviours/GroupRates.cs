using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using MathNet.Numerics.Distributions;
using MGen.Model.Configuration;
using MGen.Model.Conversations;
using MGen.Model.Distributions;
using MGen.Model.Randomness;

namespace MGen.Population.Behaviours;

/// <summary>
/// How often groups of equal size start bursts. Each group has a log-normally distributed rate; its members' idle
/// delays are divided by this rate (<see cref="ConversationModel.IdleRate"/>).
/// </summary>
public sealed class GroupRates
{
    /// <summary>
    /// Name of the file in a directory of models: a line per chat size class, with its name, the relative variance of
    /// the rates, and optionally their mean (default 1).
    /// </summary>
    public const string FileName = "rates.dat";

    /// <summary>
    /// The largest relative variance. With it half of the groups have less than 0.22 of the mean rate.
    /// </summary>
    public const double MostVariance = 20;

    /// <summary>The largest mean.</summary>
    public const double MostMean = 10;

    private const string Allowed =
        "a chat size class, a variance from 0 to 20, and optionally a mean above 0 and at most 10, "
        + "as in: 3-5 0.8 or 3-5 0.8 0.75";

    private readonly ClassRates[] _classes;

    /// <param name="classes">The rates of at least one chat size class; classes do not overlap.</param>
    public GroupRates(IEnumerable<ClassRates> classes) => _classes = [.. classes];

    /// <summary>The rates of groups with this number of members: those of their class, or of the nearest one.</summary>
    public ClassRates For(int members) => _classes.MinBy(part => part.Class.DistanceTo(members));

    /// <summary>
    /// Draws the rate of a group, limited to the range of <see cref="ConversationModel.IdleRate"/> and rounded to four
    /// decimals as in configurations.
    /// </summary>
    /// <param name="members">Number of members of the group.</param>
    /// <param name="random">The generator.</param>
    public double Draw(int members, ref Xoshiro256 random)
    {
        (_, double variance, double mean) = For(members);
        double rate = variance > 0 ? mean * Relative(variance, StandardNormal.Sample(ref random)) : mean;
        return Math.Round(Math.Clamp(rate, ConversationModel.LeastIdleRate, ConversationModel.MostIdleRate), 4);
    }

    /// <summary>
    /// Divides the log-normal distribution of mean 1 and this variance into equally probable parts, and returns the
    /// mean of each part. The mean of all parts is 1.
    /// </summary>
    /// <param name="variance">The variance, from 0 to <see cref="MostVariance"/>.</param>
    /// <param name="count">The number of parts, from 1.</param>
    public static double[] Represent(double variance, int count)
    {
        double deviation = Math.Sqrt(Math.Log(1 + variance));
        // The share of the distribution's mean that values below its quantile i / count contribute.
        double Below(int i) => Normal.CDF(0, 1, Normal.InvCDF(0, 1, (double)i / count) - deviation);
        return [.. Enumerable.Range(0, count).Select(i => count * (Below(i + 1) - Below(i)))];
    }

    /// <summary>The text of <see cref="FileName"/>.</summary>
    public string Format()
    {
        StringBuilder text = new();
        foreach ((SizeClass sizes, double variance, double mean) in _classes)
            text.Append(CultureInfo.InvariantCulture, $"{sizes.Name} {variance:0.####} {mean:0.####}\n");
        return text.ToString();
    }

    /// <summary>
    /// Reads <see cref="FileName"/> in a directory of models; <c>null</c> if it does not exist or has errors.
    /// </summary>
    /// <param name="directory">The directory.</param>
    /// <param name="workingDirectory">Base of a relative path.</param>
    /// <param name="errors">Receives the errors, with file and line.</param>
    public static GroupRates? Read(string directory, string workingDirectory, ICollection<ConfigError> errors) =>
        new SizeClassTable(FileName, "rate", MostVariance, Allowed) { MostSecond = MostMean }.Read(
            directory,
            workingDirectory,
            errors
        )
            is { } classes
            ? new GroupRates(classes.Select(one => new ClassRates(one.Class, one.Number, one.Second ?? 1)))
            : null;

    /// <summary>A log-normal rate of mean 1 and this variance.</summary>
    private static double Relative(double variance, double standardNormal)
    {
        double logVariance = Math.Log(1 + variance);
        return Math.Exp((Math.Sqrt(logVariance) * standardNormal) - (logVariance / 2));
    }
}

/// <summary>The rates of the groups of a chat size class.</summary>
/// <param name="Class">The class.</param>
/// <param name="Variance">
/// The relative variance, from 0 to <see cref="GroupRates.MostVariance"/>: the variance divided by the square of the
/// mean.
/// </param>
/// <param name="Mean">The mean, above 0 and at most <see cref="GroupRates.MostMean"/>.</param>
public readonly record struct ClassRates(SizeClass Class, double Variance, double Mean = 1);

/// <summary>A range of chat sizes in which a user has one behaviour.</summary>
/// <param name="Least">Smallest number of members; parsed names have at least 2.</param>
/// <param name="Most">Largest number of members; <see cref="int.MaxValue"/>: no upper bound.</param>
public sealed record SizeClass(int Least, int Most)
{
    private const string FolderPrefix = "size-";
    private const string NoBound = "up";

    /// <summary>Text form: <c>2</c>, <c>3-5</c>, <c>51-up</c>.</summary>
    public string Name =>
        Least == Most
            ? Least.ToString(CultureInfo.InvariantCulture)
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{Least}-{(Most == int.MaxValue ? NoBound : Most.ToString(CultureInfo.InvariantCulture))}"
            );

    /// <summary>The directory of the class's model below that of the user: <c>size-</c> and the name.</summary>
    public string Folder => FolderPrefix + Name;

    /// <summary>Whether a chat with this number of members belongs to the class.</summary>
    public bool Contains(int members) => members >= Least && members <= Most;

    /// <summary>
    /// The ratio of a number of members to the nearest bound of the range, or its inverse, so that it exceeds 1 outside
    /// the range; 1 inside.
    /// </summary>
    public double DistanceTo(int members) =>
        Contains(members) ? 1
        : members < Least ? (double)Least / members
        : (double)members / Most;

    /// <summary>Whether a directory's name begins like that of a class's model.</summary>
    public static bool IsFolder(string name) => name.StartsWith(FolderPrefix, StringComparison.Ordinal);

    /// <summary>Parses the name of a directory.</summary>
    public static bool TryParseFolder(string name, [NotNullWhen(true)] out SizeClass? parsed)
    {
        parsed = null;
        return IsFolder(name) && TryParse(name[FolderPrefix.Length..], out parsed);
    }

    /// <summary>Parses a <see cref="Name"/>.</summary>
    public static bool TryParse(string name, [NotNullWhen(true)] out SizeClass? parsed)
    {
        parsed = null;
        string[] bounds = name.Split('-');
        if (
            bounds.Length > 2
            || !int.TryParse(bounds[0], NumberStyles.None, CultureInfo.InvariantCulture, out int least)
        )
            return false;
        int most = least;
        if (bounds.Length == 2 && bounds[1] == NoBound)
            most = int.MaxValue;
        else if (
            bounds.Length == 2
            && !int.TryParse(bounds[1], NumberStyles.None, CultureInfo.InvariantCulture, out most)
        )
            return false;
        parsed = least >= 2 && most >= least ? new SizeClass(least, most) : null;
        return parsed is not null;
    }
}
