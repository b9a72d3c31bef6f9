using FsCheck;
using FsCheck.Fluent;
using MGen.Analysis.Original;

namespace MGen.Analysis.Tests.Original;

public sealed class SentTimesTests
{
    [Fact]
    public void TimeOf_AnyOrderOfNumbers_IsTheLastOneAdded() =>
        Prop.ForAll(
                Gen.Choose(0, 30).ArrayOf().ToArbitrary(),
                numbers =>
                {
                    SentTimes times = new();
                    Dictionary<uint, double> expected = [];
                    for (int i = 0; i < numbers.Length; i++)
                    {
                        times.Add((uint)numbers[i], i);
                        expected[(uint)numbers[i]] = i;
                    }
                    for (uint id = 0; id <= 30; id++)
                        Assert.Equal(expected.TryGetValue(id, out double time) ? time : null, times.TimeOf(id));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void TimeOf_MessageOlderThanTheMemory_IsForgotten()
    {
        SentTimes times = new();
        for (uint id = 0; id < 100; id++)
            times.Add(id, id);
        times.Add(100, 50 + SentTimes.MemorySeconds);

        Assert.Null(times.TimeOf(49));
        Assert.Equal(50, times.TimeOf(50));
        Assert.Equal(99, times.TimeOf(99));
    }
}
