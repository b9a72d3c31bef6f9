using System.Text.Json.Serialization;

namespace MGen.Analysis.Results;

/// <summary>The input of an analysis.</summary>
/// <param name="Files">Each file, by path in ordinal order.</param>
/// <param name="Bytes">Size of all files on disk, in bytes, compressed or not.</param>
/// <param name="Lines">Lines of all files.</param>
/// <param name="Rejected">Rejected lines by reason, in camel case. Reasons that did not occur are absent.</param>
/// <param name="RejectedSamples">
/// The first rejected lines: at most 20 per file, and <see cref="MaxSamples"/> in all.
/// </param>
/// <param name="FirstUnixSeconds">Time of the earliest line; <c>null</c> if there is none.</param>
/// <param name="LastUnixSeconds">Time of the latest line.</param>
/// <param name="Events">Lines by kind of event, in camel case.</param>
public sealed record InputSummary(
    IReadOnlyList<InputFile> Files,
    long Bytes,
    long Lines,
    IReadOnlyDictionary<string, long> Rejected,
    IReadOnlyList<RejectedSample> RejectedSamples,
    double? FirstUnixSeconds,
    double? LastUnixSeconds,
    IReadOnlyDictionary<string, long> Events
)
{
    /// <summary>Most lines in <see cref="RejectedSamples"/>.</summary>
    public const int MaxSamples = 100;

    /// <summary>
    /// Time of the earliest line of a client or peer. <c>null</c> if there is none, or if an older version made the
    /// analysis.
    /// </summary>
    public double? FirstUserUnixSeconds { get; init; }

    /// <summary>
    /// The start of the run: when the first client or peer started. A server may have been started long before, and the
    /// clock of the Shadow simulator begins long before. Without clients and peers it is the earliest line.
    /// </summary>
    [JsonIgnore]
    public double? RunStartUnixSeconds => FirstUserUnixSeconds ?? FirstUnixSeconds;
}

/// <summary>One log.</summary>
/// <param name="Path">Its path as named or found.</param>
/// <param name="Bytes">Its size on disk, in bytes.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="Rejected">Its rejected lines.</param>
/// <param name="Failure">
/// Why it was not read to its end (a truncated archive, a disk error); <c>null</c> if it was.
/// </param>
public sealed record InputFile(string Path, long Bytes, long Lines, long Rejected, string? Failure);

/// <summary>A rejected line.</summary>
/// <param name="File">The log.</param>
/// <param name="Line">The line's number, from 1.</param>
/// <param name="Reason">The reason, in camel case.</param>
/// <param name="Text">The beginning of the line, without control characters.</param>
public sealed record RejectedSample(string File, long Line, string Reason, string Text);
