using System.Text.Json;
using MGen.Analysis.Results;
using MGen.EventLog;

namespace MGen.Analysis.Reading;

/// <summary>Counts a log's rejected lines, and keeps the first ones.</summary>
internal sealed class RejectedCount(string file)
{
    private const int MaxSamples = 20;

    private readonly long[] _byReason = new long[Enum.GetValues<RejectReason>().Length];
    private readonly List<RejectedSample> _samples = [];

    public IReadOnlyList<RejectedSample> Samples => _samples;

    public long Total => _byReason.Sum();

    public long this[RejectReason reason] => _byReason[(int)reason];

    /// <summary>The name of a reason in results.</summary>
    public static string NameOf(RejectReason reason) => JsonNamingPolicy.CamelCase.ConvertName(reason.ToString());

    public void Add(RejectedLine line)
    {
        _byReason[(int)line.Reason]++;
        if (_samples.Count < MaxSamples)
            _samples.Add(new RejectedSample(file, line.LineNumber, NameOf(line.Reason), line.Text));
    }

    /// <summary>Adds the next piece of the same log, which begins after <paramref name="linesBefore"/> lines.</summary>
    public void Append(RejectedCount next, long linesBefore)
    {
        for (int i = 0; i < _byReason.Length; i++)
            _byReason[i] += next._byReason[i];
        foreach (RejectedSample sample in next._samples.Take(MaxSamples - _samples.Count))
            _samples.Add(sample with { Line = sample.Line + linesBefore });
    }
}
