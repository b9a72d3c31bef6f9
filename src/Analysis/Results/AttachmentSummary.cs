namespace MGen.Analysis.Results;

/// <summary>Messages too large to travel inline (above 2,240 bytes), and their transfers.</summary>
/// <param name="Sent">Such messages sent, by the clients' logs.</param>
/// <param name="SentBytes">Their bytes.</param>
/// <param name="Received">Such messages received.</param>
/// <param name="UploadsAsked">Uploads requested, by the web server's log.</param>
/// <param name="DownloadsAsked">Downloads requested, by the web server's log.</param>
/// <param name="DownloadBytesAsked">Their bytes.</param>
/// <param name="Uploaded">Uploads completed, by extended logs.</param>
/// <param name="UploadedBytes">Their bytes.</param>
/// <param name="Upload">Their durations, to the millisecond.</param>
/// <param name="Downloaded">Downloads completed, by extended logs.</param>
/// <param name="DownloadedBytes">Their bytes.</param>
/// <param name="Download">Their durations, to the millisecond.</param>
public sealed record AttachmentSummary(
    long Sent,
    long SentBytes,
    long Received,
    long UploadsAsked,
    long DownloadsAsked,
    long DownloadBytesAsked,
    long Uploaded,
    long UploadedBytes,
    LatencyDistribution Upload,
    long Downloaded,
    long DownloadedBytes,
    LatencyDistribution Download
);
