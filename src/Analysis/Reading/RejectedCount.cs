using System.Text.Json;
using MGen.Analysis.Results;
using MGen.EventLog;

namespace MGen.Analysis.Reading;

/// <summary>Counts a log's lines that cannot be read, and keeps the first ones.</summary>
internal sealed class RejectedCount(string file)
{
    private const int MaxSamples = 20;

    private readonly long[] _byReason = new long[Enum.GetValues<RejectReason>().Length];
    private readonly List<RejectedSample> _samples = [];

    public IReadOnlyList<RejectedSample> Samples => _samples;

    public long Total => _byReason.Sum();

    public long this[RejectReason reason] => _byReason[(int)reason];

    /// <summary>A reason as results name it.</summary>
    public static string NameOf(RejectReason reason) => JsonNamingPolicy.CamelCase.ConvertName(reason.ToString());

    public void Add(RejectedLine line)
    {
        _byReason[(int)line.Reason]++;
        if (_samples.Count < MaxSamples)
            _samples.Add(new RejectedSample(file, line.LineNumber, NameOf(line.Reason), line.Text));
    }
}
