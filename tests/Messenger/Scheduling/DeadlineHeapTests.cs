using MGen.Messenger.Scheduling;

namespace MGen.Messenger.Tests.Scheduling;

public sealed class DeadlineHeapTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Earliest_AfterRandomSetsAndRemoves_IsAlwaysTheSmallest(int seed)
    {
        Random random = new(seed);
        DeadlineHeap heap = new();
        TestDeadline[] deadlines = [.. Enumerable.Range(0, 200).Select(_ => new TestDeadline())];
        HashSet<TestDeadline> armed = [];
        for (int step = 0; step < 5_000; step++)
        {
            TestDeadline deadline = deadlines[random.Next(deadlines.Length)];
            if (random.Next(3) == 0)
            {
                Assert.Equal(armed.Remove(deadline), heap.Remove(deadline));
            }
            else
            {
                heap.Set(deadline, TimeSpan.FromTicks(random.Next(1_000)));
                armed.Add(deadline);
            }
            Assert.Equal(armed.Count, heap.Count);
            Assert.Equal(armed.Count == 0 ? null : armed.Min(d => d.DueAt), heap.Earliest?.DueAt);
        }
    }

    private sealed class TestDeadline : Deadline
    {
        protected internal override void OnDue() { }
    }
}
