using MGen.Simulation.Groups;

namespace MGen.Simulation.Tests.Groups;

public sealed class DeadlineTreeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(100)]
    public void Set_RandomMoves_KeepsTheEarliestOfTheSmallestNumber(int members)
    {
        DeadlineTree tree = new();
        Random random = new(members);
        foreach (int size in new[] { members, Math.Max(1, members / 2), members }) // The tree is reused.
        {
            tree.Reset(size);
            long[] due = [.. Enumerable.Repeat(long.MaxValue, size)];
            for (int i = 0; i < 5_000; i++)
            {
                int member = random.Next(size);
                due[member] = random.Next(10) == 0 ? long.MaxValue : random.Next(50);
                tree.Set(member, due[member]);
                Assert.Equal((due.Min(), Array.IndexOf(due, due.Min())), (tree.EarliestAt, tree.Earliest));
            }
        }
    }
}
