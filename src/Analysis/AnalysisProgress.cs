namespace MGen.Analysis;

/// <summary>How far an analysis has come.</summary>
/// <param name="BytesRead">Bytes read of the files as they lie on the disk.</param>
/// <param name="BytesTotal">Bytes of all files.</param>
/// <param name="FilesRead">Files read to their end.</param>
/// <param name="FilesTotal">Files.</param>
public readonly record struct AnalysisProgress(long BytesRead, long BytesTotal, int FilesRead, int FilesTotal);
