using MGen.Simulation.Groups;

namespace MGen.Simulation.Tests.Groups;

public sealed class ArrivalQueueTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(1_000)]
    public void Take_AnyOrderAdded_GivesTheOrderOfTheKeys(int disorder)
    {
        ArrivalQueue queue = new();
        SortedSet<ArrivalKey> expected = [];
        Random random = new(disorder);
        for (int number = 0, now = 0; number < 20_000; number++)
        {
            ArrivalKey key = new(now + random.Next(disorder + 1), random.Next(3), number);
            queue.Add(new Arrival(key, 0, 0, 0, (uint)number, 0));
            expected.Add(key);
            for (int takes = random.Next(expected.Count > 200 ? 4 : 2); takes > 0 && expected.Count > 0; takes--)
            {
                Assert.Equal(expected.Min.At, queue.EarliestAt);
                Assert.Equal(expected.Min, queue.Take().Key);
                now = (int)Math.Max(now, expected.Min.At);
                expected.Remove(expected.Min);
            }
            Assert.Equal(expected.Count, queue.Count);
        }
        while (expected.Count > 0)
        {
            Assert.Equal(expected.Min, queue.Take().Key);
            expected.Remove(expected.Min);
        }
        Assert.Equal(long.MaxValue, queue.EarliestAt);
    }
}
