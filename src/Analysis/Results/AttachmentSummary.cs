namespace MGen.Analysis.Results;

/// <summary>Messages too large to travel with their header (above 2,240 bytes), and their transfers.</summary>
/// <param name="Sent">Such messages sent, by clients' logs.</param>
/// <param name="SentBytes">Their bytes.</param>
/// <param name="Received">Such messages received.</param>
/// <param name="UploadsAsked">Uploads that the web server's log has.</param>
/// <param name="DownloadsAsked">Downloads that the web server's log has.</param>
/// <param name="DownloadBytesAsked">Their bytes.</param>
/// <param name="Uploaded">Uploads completed, from extended logs.</param>
/// <param name="UploadedBytes">Their bytes.</param>
/// <param name="Upload">How long they took, to the millisecond.</param>
/// <param name="Downloaded">Downloads completed, from extended logs.</param>
/// <param name="DownloadedBytes">Their bytes.</param>
/// <param name="Download">How long they took, to the millisecond.</param>
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
    LatencyDistribution Download);
