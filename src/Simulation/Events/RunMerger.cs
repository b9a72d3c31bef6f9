namespace MGen.Simulation.Events;

/// <summary>Makes one order of many.</summary>
internal static class RunMerger
{
    private const int EventsBetweenLooks = 65_536;

    /// <summary>Takes an event.</summary>
    public delegate void Receiver(in SimulatedEvent item);

    /// <summary>Hands all events of the runs to <paramref name="receive"/> in their order, and disposes the runs.</summary>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public static void Merge(IReadOnlyList<IEventRun> runs, Receiver receive, CancellationToken cancellationToken)
    {
        try
        {
            PriorityQueue<IEventRun, SimulatedEvent> heads = new(runs.Count);
            foreach (IEventRun run in runs)
            {
                if (run.TryNext(out SimulatedEvent first))
                    heads.Enqueue(run, first);
            }
            Drain(heads, receive, cancellationToken);
        }
        finally
        {
            foreach (IEventRun run in runs)
                run.Dispose();
        }
    }

    private static void Drain(PriorityQueue<IEventRun, SimulatedEvent> heads, Receiver receive, CancellationToken cancellationToken)
    {
        for (long count = 1; heads.TryPeek(out IEventRun? run, out SimulatedEvent earliest); count++)
        {
            if (count % EventsBetweenLooks == 0)
                cancellationToken.ThrowIfCancellationRequested();
            receive(earliest);
            if (run.TryNext(out SimulatedEvent next))
                heads.DequeueEnqueue(run, next);
            else
                heads.Dequeue();
        }
    }
}
