namespace MGen.EventLog.Tests;

/// <summary>The queue between logging threads and the writer.</summary>
public sealed class EventQueueTests
{
    /// <summary>
    /// Threads add until they see the queue completed, which happens between any two of their steps. What the writer
    /// did not take by its end must be counted.
    /// </summary>
    [Fact]
    public async Task Complete_WhileThreadsAdd_EveryEventIsTakenOrCounted()
    {
        const int Rounds = 200_000;
        const int Threads = 3;
        using ReaderWatch watch = new(new EventLogOptions(), TimeProvider.System);
        for (int round = 0; round < Rounds; round++)
        {
            EventQueue queue = new(limit: 1 << 20, FullQueue.Wait, watch);
            queue.WriterAwakes();
            Task<long>[] adding =
            [
                .. Enumerable.Range(0, Threads).Select(_ => Task.Run(() => AddUntilCompleted(queue))),
            ];
            long taken = TakeSome(queue, 100);

            queue.Complete();
            do taken += TakeSome(queue, int.MaxValue);
            while (queue.Backlog > 0);

            long added = (await Task.WhenAll(adding)).Sum();
            Assert.Equal(added, taken + queue.Discarded);
        }
    }

    private static long AddUntilCompleted(EventQueue queue)
    {
        long count = 0;
        while (!queue.IsCompleted)
        {
            queue.Add(new LogEvent { Kind = EventKind.Awake });
            count++;
        }
        return count;
    }

    private static long TakeSome(EventQueue queue, int most)
    {
        long count = 0;
        while (count < most && queue.TryTake(out _))
            count++;
        return count;
    }
}
