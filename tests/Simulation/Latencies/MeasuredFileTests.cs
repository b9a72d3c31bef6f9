using MGen.Model.Configuration;
using MGen.Model.Distributions;
using MGen.Model.Randomness;
using MGen.Simulation.Latencies;

namespace MGen.Simulation.Tests.Latencies;

public sealed class MeasuredFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("mgen-simulation-tests-").FullName;
    private readonly List<ConfigError> _errors = [];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Read_TableWithHeadings_DrawsByInversion()
    {
        TimeDistribution? measured = Read("cdf.csv", "seconds,probability\n0.1,0.25\n0.2,0.75\n1,1\n");

        Assert.Empty(_errors);
        double[] drawn = [.. Draw(measured!, 40_000)];
        Assert.InRange(drawn.Count(x => x == 0.1) / 40_000.0, 0.25 - 0.011, 0.25 + 0.011); // Five standard deviations.
        Assert.InRange(drawn.Count(x => x < 0.15) / 40_000.0, 0.5 - 0.0125, 0.5 + 0.0125);
        Assert.InRange(drawn.Count(x => x > 0.6) / 40_000.0, 0.125 - 0.0085, 0.125 + 0.0085);
        Assert.InRange(drawn.Max(), 0.99, 1);
    }

    [Fact]
    public void Read_ArrayOfAnalyze_DrawsItsTimesAlike()
    {
        TimeDistribution? measured = Read("rtt_all.mgen.json", "[0.5, 1.5e0,\n 0.5]");

        Assert.Empty(_errors);
        double[] drawn = [.. Draw(measured!, 40_000)];
        Assert.Equal([0.5, 1.5], drawn.Distinct().Order());
        Assert.InRange(drawn.Count(x => x == 0.5) / 40_000.0, (2 / 3.0) - 0.012, (2 / 3.0) + 0.012);
    }

    [Theory]
    [InlineData(false, 0.5)]
    [InlineData(true, 2.0)]
    public void Read_Analysis_DrawsItsDeliveriesOrRoundTrips(bool isRoundTrip, double median)
    {
        const string Analysis = """
            {"version":1,"roundTrip":{"count":3,"buckets":{"upToMicroseconds":[2000000,4000000],"counts":[2,1]}},
             "delivery":{"count":4,"buckets":{"upToMicroseconds":[500000,1000000],"counts":[3,1]}}}
            """;
        TimeDistribution? measured = Read("analysis.json", Analysis, isRoundTrip);

        Assert.Empty(_errors);
        double[] drawn = [.. Draw(measured!, 40_000).Order()];
        Assert.Equal(median, drawn[20_000]);
        Assert.InRange(drawn[^1], 1.9 * median, 2 * median);
    }

    [Theory]
    [InlineData(
        "a.csv",
        "0.1,0.5\n0.05,1\n",
        "a.csv:2:1: the time must be a finite number of seconds, from 0 and not below the one before"
    )]
    [InlineData(
        "a.csv",
        "0.1,0.5\n0.2,0.4\n",
        "a.csv:2:1: the probability must be from 0 to 1, and not below the one before"
    )]
    [InlineData("a.csv", "t,p\n0.1,0.5\n0.2,0.9\n", "a.csv:3:1: the last probability must be 1")]
    [InlineData(
        "a.csv",
        "0.1,0.5\n0.2;1\n",
        "a.csv:2:1: is not a point of a distribution function (allowed: seconds,probability)"
    )]
    [InlineData(
        "a.csv",
        "-1,1\n",
        "a.csv:1:1: the time must be a finite number of seconds, from 0 and not below the one before"
    )]
    [InlineData(
        "a.csv",
        "NaN,1\n",
        "a.csv:1:1: the time must be a finite number of seconds, from 0 and not below the one before"
    )]
    [InlineData("a.csv", "", "a.csv:1:1: the last probability must be 1")]
    [InlineData(
        "a.json",
        "[0.01, 1e999]",
        "a.json: is not a list of times (allowed: a JSON array of numbers of seconds from 0, at least one)"
    )]
    [InlineData(
        "a.json",
        "{}",
        "a.json: delivery: has no times (allowed: an analysis.json of a run with deliveries, or a JSON array of seconds)"
    )]
    [InlineData(
        "a.json",
        "{\"delivery\":{\"buckets\":{\"upToMicroseconds\":[],\"counts\":[]}}}",
        "a.json: delivery: has no times (allowed: an analysis.json of a run with deliveries, or a JSON array of seconds)"
    )]
    [InlineData(
        "a.json",
        "{\"delivery\":{\"buckets\":{\"upToMicroseconds\":[9,1],\"counts\":[1,1]}}}",
        "a.json: delivery: has no times (allowed: an analysis.json of a run with deliveries, or a JSON array of seconds)"
    )]
    [InlineData(
        "a.json",
        "[]",
        "a.json: is not a list of times (allowed: a JSON array of numbers of seconds from 0, at least one)"
    )]
    [InlineData(
        "a.json",
        "[1,\n-1]",
        "a.json: is not a list of times (allowed: a JSON array of numbers of seconds from 0, at least one)"
    )]
    [InlineData("a.json", "[1,\n x]", "a.json:2:2: is not JSON")]
    public void Read_BadFile_SaysWhere(string name, string content, string error)
    {
        Assert.Null(Read(name, content));
        Assert.Equal([error], _errors.Select(found => found.ToString()));
    }

    [Fact]
    public void Read_MissingFile_SaysSo()
    {
        Assert.Null(MeasuredFile.Read("none.csv", _directory, _errors));
        Assert.StartsWith("none.csv: cannot be read: ", Assert.Single(_errors).ToString(), StringComparison.Ordinal);
    }

    private static IEnumerable<double> Draw(TimeDistribution distribution, int count)
    {
        Xoshiro256 random = Xoshiro256.FromSeed(4);
        for (int i = 0; i < count; i++)
            yield return distribution.Sample(ref random).TotalSeconds;
    }

    private MeasuredTime? Read(string name, string content, bool isRoundTrip = false)
    {
        File.WriteAllText(Path.Combine(_directory, name), content);
        return MeasuredFile.Read(name, _directory, _errors, isRoundTrip);
    }
}
