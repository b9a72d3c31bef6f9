using MGen.Analysis.Results;

namespace MGen.Analysis.Tallies;

/// <summary>Counts attachments. Not thread-safe.</summary>
internal sealed class AttachmentTally
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    /// <summary>Longer durations in a log are cut to this, because they would overflow in nanoseconds.</summary>
    private static readonly long MaxMilliseconds = (long)TimeSpan.FromDays(365).TotalMilliseconds;

    private readonly LatencyRecorder _upload = new();
    private readonly LatencyRecorder _download = new();
    private long _sent;
    private long _sentBytes;
    private long _received;
    private long _uploadedBytes;
    private long _downloadedBytes;
    private long _bytesAsked;

    public void Sent(long bytes) => (_sent, _sentBytes) = (_sent + 1, _sentBytes + bytes);

    public void Received() => _received++;

    public void Asked(long bytes) => _bytesAsked += bytes;

    public void Uploaded(long bytes, long milliseconds)
    {
        _uploadedBytes += bytes;
        _upload.Record(Math.Min(milliseconds, MaxMilliseconds) * NanosecondsPerMillisecond);
    }

    public void Downloaded(long bytes, long milliseconds)
    {
        _downloadedBytes += bytes;
        _download.Record(Math.Min(milliseconds, MaxMilliseconds) * NanosecondsPerMillisecond);
    }

    public void Add(AttachmentTally other)
    {
        _sent += other._sent;
        _sentBytes += other._sentBytes;
        _received += other._received;
        _uploadedBytes += other._uploadedBytes;
        _downloadedBytes += other._downloadedBytes;
        _bytesAsked += other._bytesAsked;
        _upload.Add(other._upload);
        _download.Add(other._download);
    }

    /// <summary>Returns the counts.</summary>
    /// <param name="uploadsAsked">Uploads in the web server's log.</param>
    /// <param name="downloadsAsked">Downloads in the web server's log.</param>
    public AttachmentSummary ToSummary(long uploadsAsked, long downloadsAsked) =>
        new(
            _sent,
            _sentBytes,
            _received,
            uploadsAsked,
            downloadsAsked,
            _bytesAsked,
            _upload.Count,
            _uploadedBytes,
            _upload.ToDistribution(),
            _download.Count,
            _downloadedBytes,
            _download.ToDistribution()
        );
}

/// <summary>Counts texts taken from logs. Distinguishes a bounded number of texts.</summary>
internal sealed class CountByText(int maxTexts)
{
    /// <summary>The name under which all further texts are counted.</summary>
    public const string Other = "other";

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    public void Add(string text, long count = 1)
    {
        string key = _counts.ContainsKey(text) || _counts.Count < maxTexts ? text : Other;
        _counts[key] = _counts.GetValueOrDefault(key) + count;
    }

    public void Add(CountByText other)
    {
        foreach ((string text, long count) in other._counts.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            Add(text, count);
    }

    /// <summary>
    /// The <paramref name="max"/> most frequent texts first, equally frequent ones in ordinal order; all others are
    /// added up as <see cref="Other"/>.
    /// </summary>
    public IReadOnlyDictionary<string, long> ToDictionary(int max)
    {
        (string Text, long Count)[] sorted =
        [
            .. _counts
                .Select(entry => (entry.Key, entry.Value))
                .OrderByDescending(entry => entry.Value)
                .ThenBy(entry => entry.Key, StringComparer.Ordinal),
        ];
        OrderedDictionary<string, long> result = new(StringComparer.Ordinal);
        foreach ((string text, long count) in sorted)
        {
            string key = result.Count < max || result.ContainsKey(text) ? text : Other;
            result[key] = (result.TryGetValue(key, out long before) ? before : 0) + count;
        }
        return result;
    }
}
