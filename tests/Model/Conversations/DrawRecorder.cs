using MGen.Model.Distributions;
using MGen.Model.Randomness;

namespace MGen.Model.Tests.Conversations;

/// <summary>
/// Creates distributions that return a constant and record which draw of the generator they took: <c>m@0</c> is a size
/// drawn first. Trials (s and r) take draws, too, and appear as gaps.
/// </summary>
internal sealed class DrawRecorder
{
    private const ulong Seed = 11;

    private readonly List<ulong> _stream = [];
    private readonly List<string> _draws = [];

    public DrawRecorder()
    {
        Xoshiro256 reference = Xoshiro256.FromSeed(Seed);
        for (int i = 0; i < 64; i++)
            _stream.Add(reference.NextUInt64());
    }

    /// <summary>The draws so far, in order: <c>m@0 a_s@2 w@3</c>.</summary>
    public string Draws => string.Join(' ', _draws);

    /// <summary>The generator whose draws are recognized.</summary>
    public static Xoshiro256 CreateGenerator() => Xoshiro256.FromSeed(Seed);

    public TimeDistribution Time(string symbol, double seconds) => new RecordedTime(this, symbol, seconds);

    public SizeDistribution Size(string symbol, uint blocks) => new RecordedSize(this, symbol, blocks);

    private void Record(string symbol, ref Xoshiro256 random) =>
        _draws.Add($"{symbol}@{_stream.IndexOf(random.NextUInt64())}");

    private sealed class RecordedTime(DrawRecorder recorder, string symbol, double seconds) : TimeDistribution
    {
        protected override double DrawSeconds(ref Xoshiro256 random)
        {
            recorder.Record(symbol, ref random);
            return seconds;
        }
    }

    private sealed class RecordedSize(DrawRecorder recorder, string symbol, uint blocks) : SizeDistribution
    {
        protected override ulong Draw(ref Xoshiro256 random)
        {
            recorder.Record(symbol, ref random);
            return blocks;
        }
    }
}
