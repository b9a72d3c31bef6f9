namespace MGen.Analysis.Results;

/// <summary>What was read.</summary>
/// <param name="Files">Each file, by path in ordinal order.</param>
/// <param name="Bytes">Bytes of all files as they lie on the disk, compressed or not.</param>
/// <param name="Lines">Lines of all files.</param>
/// <param name="Rejected">Lines that could not be read, by reason in camel case. Reasons that did not occur are missing.</param>
/// <param name="RejectedSamples">The first rejected lines: at most 20 of a file, and <see cref="MaxSamples"/>.</param>
/// <param name="FirstUnixSeconds">Time of the earliest line; <c>null</c> if there is none.</param>
/// <param name="LastUnixSeconds">Time of the latest line.</param>
/// <param name="Events">Lines by what they tell, in camel case.</param>
public sealed record InputSummary(
    IReadOnlyList<InputFile> Files,
    long Bytes,
    long Lines,
    IReadOnlyDictionary<string, long> Rejected,
    IReadOnlyList<RejectedSample> RejectedSamples,
    double? FirstUnixSeconds,
    double? LastUnixSeconds,
    IReadOnlyDictionary<string, long> Events)
{
    /// <summary>Most lines in <see cref="RejectedSamples"/>.</summary>
    public const int MaxSamples = 100;
}
