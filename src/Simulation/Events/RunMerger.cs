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

    /// <summary>Goes on with a run as long as its next event is the earliest: of a single run none is compared.</summary>
    private static void Drain(PriorityQueue<IEventRun, SimulatedEvent> heads, Receiver receive, CancellationToken cancellationToken)
    {
        long count = 0;
        while (heads.TryDequeue(out IEventRun? run, out SimulatedEvent earliest))
        {
            bool isMore;
            bool isAlone = !heads.TryPeek(out _, out SimulatedEvent other);
            do
            {
                if (++count % EventsBetweenLooks == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                receive(earliest);
                isMore = run.TryNext(out earliest);
            }
            while (isMore && (isAlone || earliest.CompareTo(other) < 0));
            if (isMore)
                heads.Enqueue(run, earliest);
        }
    }
}
