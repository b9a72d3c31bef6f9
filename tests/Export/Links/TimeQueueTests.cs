using MGen.Export.Links;

namespace MGen.Export.Tests.Links;

/// <summary>The queue, compared with a sort of all items.</summary>
public sealed class TimeQueueTests
{
    /// <param name="spread">How far times are out of order: 0 is in order, 3 fits the lanes, 1,000 does not.</param>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(1_000)]
    public void HasFirst_ItemsOutOfOrder_ComeByTimeAndThenAsTheyWereAdded(int spread)
    {
        const int Items = 5_000;
        Random random = new(7);
        TimeQueue<int> queue = new();
        List<(long Time, int Item)> added = [],
            taken = [];

        for (int item = 0; item < Items; item++)
        {
            long time = item + random.Next(spread + 1);
            queue.Add(time, item);
            added.Add((time, item));
            if (item % 100 == 99)
                Take(item); // each item that is added later has at least this time, plus one
        }
        Take(long.MaxValue);

        Assert.Equal(added.OrderBy(pair => pair.Time).ThenBy(pair => pair.Item), taken);

        void Take(long upTo)
        {
            for (; queue.HasFirst(upTo); queue.RemoveFirst())
                taken.Add((added[queue.First].Time, queue.First));
        }
    }

    [Fact]
    public void HasFirst_NothingThatEarly_IsFalse()
    {
        TimeQueue<string> queue = new();
        Assert.False(queue.HasFirst(long.MaxValue));
        queue.Add(5, "a");

        Assert.False(queue.HasFirst(4));
        Assert.True(queue.HasFirst(5));
        Assert.Equal("a", queue.First);
        queue.RemoveFirst();
        Assert.False(queue.HasFirst(long.MaxValue));
    }
}
