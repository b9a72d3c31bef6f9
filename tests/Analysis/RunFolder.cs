using System.Globalization;
using System.IO.Compression;
using System.Text;
using MGen.Analysis.Results;

namespace MGen.Analysis.Tests;

/// <summary>The directory of a run, built line by line.</summary>
internal sealed class RunFolder : IDisposable
{
    /// <summary>The start of the times of <see cref="Line"/>: not in simulated time.</summary>
    public const long Start = 1_800_000_000;

    public string Root { get; } = Directory.CreateTempSubdirectory("mgen-analysis-tests-").FullName;

    /// <summary>A line <paramref name="seconds"/> after <paramref name="start"/>.</summary>
    public static string Line(double seconds, string text, long start = Start)
    {
        long nanoseconds = (start * 1_000_000_000) + (long)Math.Round(seconds * 1e9);
        (long second, long fraction) = Math.DivRem(nanoseconds, 1_000_000_000);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTime.UnixEpoch.AddSeconds(second):yyyy-MM-dd HH:mm:ss},{second}.{fraction:D9},{text}\n"
        );
    }

    public string Write(string name, params string[] lines) =>
        WriteBytes(name, Encoding.UTF8.GetBytes(string.Concat(lines)));

    public string WriteBytes(string name, byte[] bytes)
    {
        string path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string WriteGzip(string name, params string[] lines)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(string.Concat(lines)));
        return WriteBytes(name, compressed.ToArray());
    }

    public AnalysisResult Analyze(AnalysisOptions? options = null) => Analyze([Root], options);

    public AnalysisResult Analyze(IReadOnlyList<string> inputs, AnalysisOptions? options = null) =>
        RunAnalyzer.Analyze(
            inputs,
            Root,
            options ?? new AnalysisOptions(),
            progress: null,
            TestContext.Current.CancellationToken
        );

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
