using MGen.Analysis.Results;

namespace MGen.Analysis.Tests;

/// <summary>
/// Random runs of 500 to 12,000 messages, compared with a simple model, for various numbers of files and threads and
/// sizes of buffers.
/// </summary>
public sealed class NaiveModelTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 1, 1, 256)]
    [InlineData(2, 1, 7, 256)]
    [InlineData(3, 4, 5, 1)]
    [InlineData(4, 2, 2, 1)]
    public void Analyze_RandomRun_IsWhatTheModelSays(ulong seed, int parallelism, int files, int bufferMebibytes)
    {
        NaiveRun run = NaiveRun.Random(seed, messages: bufferMebibytes == 1 ? 12_000 : 600);
        run.Write(_folder, files);

        AnalysisResult result = _folder.Analyze(
            new AnalysisOptions
            {
                Parallelism = parallelism,
                BufferBytes = (long)bufferMebibytes << 20,
                TempDirectory = _folder.Root,
            }
        );

        Assert.Equal(run.Sent, result.Messages.Sent);
        Assert.Equal(run.Owed, result.Messages.Owed);
        Assert.Equal(run.RoundTrips.Count, result.Messages.Acknowledged);
        Assert.Equal(run.RoundTrips.Count(time => time > 30_000_000), result.Messages.Late);
        Assert.Equal(run.Owed - run.RoundTrips.Count, result.Messages.NeverAcknowledged);
        Assert.Equal(run.Deliveries.Count, result.Delivery.Count);
        Assert.Equal(run.Owed - run.Deliveries.Count, result.Messages.Lost);
        AssertQuantiles(run.RoundTrips, run.Owed, result.RoundTrip);
        AssertQuantiles(run.Deliveries, run.Owed, result.Delivery);
        Assert.Equal(run.Sent, result.GroupSizes.Sum(part => part.Sent));
        Assert.Equal(run.Owed, result.MessageSizes.Sum(part => part.Owed));
        Assert.Equal(run.Sent, result.Users.Sum(user => user.Sent));
        Assert.Equal(result.Messages.TimedOut, result.Users.Sum(user => user.TimedOutByIt));
        Assert.Equal(result.Messages.TimedOut, result.Volumes.TimedOut.Sum());
        Assert.Equal(run.Sent, result.Volumes.Sent.Sum());
        Assert.Equal(run.SentByUser, result.Users.ToDictionary(user => user.User, user => user.Sent));
        Assert.Empty(Directory.GetDirectories(_folder.Root, "mgen-analysis-*"));
    }

    [Fact]
    public void Analyze_AnyNumberOfThreadsAndSizeOfPieces_GivesTheSameFiles()
    {
        NaiveRun.Random(5, messages: 500).Write(_folder, files: 3);
        _folder.Write(
            "mgen-client-torn.log",
            "no line\n",
            RunFolder.Line(1, "u1,g1,awake"),
            new string('x', 70_000) + "\n",
            RunFolder.Line(2, "u1,g1,neither"),
            "2027-01-15 08:00:00,18"
        );

        string[] results =
        [
            .. from parallelism in new[] { 1, 2, 5 }
            from pieceBytes in new[] { 64, 1_000, 100_000, 1 << 25 }
            select Everything(parallelism, pieceBytes),
        ];

        Assert.Contains("\"line\":5,", results[0], StringComparison.Ordinal);
        Assert.Single(results.Distinct());
    }

    /// <summary>The result and the original's six files.</summary>
    private string Everything(int parallelism, int pieceBytes)
    {
        string directory = Directory.CreateTempSubdirectory("mgen-analysis-original-").FullName;
        try
        {
            string result = Json(
                _folder.Analyze(
                    new AnalysisOptions
                    {
                        Parallelism = parallelism,
                        PieceBytes = pieceBytes,
                        OriginalDirectory = directory,
                    }
                )
            );
            return result
                + string.Concat(
                    Directory
                        .GetFiles(directory)
                        .Order(StringComparer.Ordinal)
                        .Select(file => file[directory.Length..] + File.ReadAllText(file))
                );
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void AssertQuantiles(List<long> seen, long owed, LatencyDistribution actual)
    {
        long[] sorted = [.. seen.Order()];
        Assert.Equal(sorted[0], actual.MinMicroseconds);
        Assert.Equal(sorted[^1], actual.MaxMicroseconds);
        Assert.Equal(sorted.Average(), actual.MeanMicroseconds!.Value, tolerance: 1);
        Assert.Equal(sorted.Length, actual.Buckets.Counts.Sum());
        foreach (
            (double quantile, long? found) in new[]
            {
                (0.5, actual.P50Microseconds),
                (0.9, actual.P90Microseconds),
                (0.99, actual.P99Microseconds),
                (0.999, actual.P999Microseconds),
            }
        )
        {
            long rank = (long)Math.Ceiling(owed * quantile);
            if (rank > sorted.Length)
            {
                Assert.Null(found);
                Assert.Null(actual.Quantile(quantile));
                continue;
            }
            Assert.InRange(found!.Value, sorted[rank - 1], (sorted[rank - 1] * 1.001) + 1);
            Assert.InRange(actual.Quantile(quantile)!.Value, sorted[rank - 1], (sorted[rank - 1] * 1.011) + 1);
        }
    }

    private static string Json(AnalysisResult result)
    {
        using MemoryStream output = new();
        AnalysisFile.Write(result, output);
        return System.Text.Encoding.UTF8.GetString(output.ToArray());
    }
}
