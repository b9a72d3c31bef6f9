namespace MGen.Analysis;

/// <summary>The progress of an analysis.</summary>
/// <param name="BytesRead">Bytes read so far, as stored on disk.</param>
/// <param name="BytesTotal">Bytes of all files.</param>
/// <param name="FilesRead">Files read completely.</param>
/// <param name="FilesTotal">Files.</param>
public readonly record struct AnalysisProgress(long BytesRead, long BytesTotal, int FilesRead, int FilesTotal);
